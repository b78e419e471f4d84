//! Number properties and how they are shown.

use crate::wire::{Extra, Field, Wire};

/// How a number is shown.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct NumberSchema {
    /// The format; [`NumberFormat::Number`] where a request leaves it out.
    pub format: Field<NumberFormat>,
    /// Unknown members.
    pub extra: Extra,
}

impl From<NumberFormat> for NumberSchema {
    fn from(format: NumberFormat) -> Self {
        Self {
            format: Field::Value(format),
            extra: Extra::default(),
        }
    }
}

/// The format of a number. It changes how the number looks, not what it is.
///
/// Notion's types call it an open string; these are the names it documents.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum NumberFormat {
    Number,
    NumberWithCommas,
    /// `0.5` is shown as `50%`.
    Percent,
    Dollar,
    AustralianDollar,
    CanadianDollar,
    SingaporeDollar,
    HongKongDollar,
    NewZealandDollar,
    NewTaiwanDollar,
    Euro,
    Pound,
    Yen,
    Yuan,
    Won,
    Ruble,
    Rupee,
    Rupiah,
    Real,
    Lira,
    Franc,
    Krona,
    NorwegianKrone,
    DanishKrone,
    Zloty,
    Baht,
    Forint,
    Koruna,
    Shekel,
    Rand,
    Ringgit,
    Riyal,
    Leu,
    Dirham,
    MexicanPeso,
    ChileanPeso,
    ColombianPeso,
    ArgentinePeso,
    UruguayanPeso,
    PhilippinePeso,
    PeruvianSol,
    Unknown(String),
}
