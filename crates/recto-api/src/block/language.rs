//! The languages of code blocks.

use crate::wire::Wire;

/// The language of a code block: one of a fixed list (documented).
///
/// Notion refuses other names. [`Language::of`] finds the one that is meant by what people and
/// Markdown call it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Wire)]
#[wire(text)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Language {
    Abap,
    Abc,
    Agda,
    Arduino,
    #[wire(rename = "ascii art")]
    AsciiArt,
    Assembly,
    Bash,
    Basic,
    Bnf,
    C,
    #[wire(rename = "c#")]
    CSharp,
    #[wire(rename = "c++")]
    Cpp,
    Clojure,
    #[wire(rename = "coffeescript")]
    CoffeeScript,
    Coq,
    Css,
    Dart,
    Dhall,
    Diff,
    Docker,
    Ebnf,
    Elixir,
    Elm,
    Erlang,
    #[wire(rename = "f#")]
    FSharp,
    Flow,
    Fortran,
    Gherkin,
    Glsl,
    Go,
    #[wire(rename = "graphql")]
    GraphQl,
    Groovy,
    Haskell,
    Hcl,
    Html,
    Idris,
    Java,
    #[wire(rename = "javascript")]
    JavaScript,
    Json,
    Julia,
    Kotlin,
    Latex,
    Less,
    Lisp,
    #[wire(rename = "livescript")]
    LiveScript,
    #[wire(rename = "llvm ir")]
    LlvmIr,
    Lua,
    Makefile,
    Markdown,
    Markup,
    Matlab,
    Mathematica,
    Mermaid,
    Nix,
    #[wire(rename = "notion formula")]
    NotionFormula,
    #[wire(rename = "objective-c")]
    ObjectiveC,
    Ocaml,
    Pascal,
    Perl,
    Php,
    #[default]
    #[wire(rename = "plain text")]
    PlainText,
    #[wire(rename = "powershell")]
    PowerShell,
    Prolog,
    Protobuf,
    #[wire(rename = "purescript")]
    PureScript,
    Python,
    R,
    Racket,
    Reason,
    Ruby,
    Rust,
    Sass,
    Scala,
    Scheme,
    Scss,
    Shell,
    Smalltalk,
    Solidity,
    Sql,
    Swift,
    Toml,
    #[wire(rename = "typescript")]
    TypeScript,
    #[wire(rename = "vb.net")]
    VbNet,
    Verilog,
    Vhdl,
    #[wire(rename = "visual basic")]
    VisualBasic,
    #[wire(rename = "webassembly")]
    WebAssembly,
    Xml,
    Yaml,
    #[wire(rename = "java/c/c++/c#")]
    JavaOrC,
    Unknown(String),
}

/// Other names: extensions of files, and what Markdown's fences say.
const ALIASES: &[(&str, Language)] = &[
    ("asm", Language::Assembly),
    ("cc", Language::Cpp),
    ("clj", Language::Clojure),
    ("coffee", Language::CoffeeScript),
    ("console", Language::Shell),
    ("cpp", Language::Cpp),
    ("cs", Language::CSharp),
    ("csharp", Language::CSharp),
    ("cxx", Language::Cpp),
    ("dockerfile", Language::Docker),
    ("erl", Language::Erlang),
    ("ex", Language::Elixir),
    ("exs", Language::Elixir),
    ("f90", Language::Fortran),
    ("fs", Language::FSharp),
    ("fsharp", Language::FSharp),
    ("golang", Language::Go),
    ("gql", Language::GraphQl),
    ("h", Language::C),
    ("hpp", Language::Cpp),
    ("hs", Language::Haskell),
    ("htm", Language::Html),
    ("jl", Language::Julia),
    ("js", Language::JavaScript),
    ("json5", Language::Json),
    ("jsonc", Language::Json),
    ("jsx", Language::JavaScript),
    ("kt", Language::Kotlin),
    ("kts", Language::Kotlin),
    ("llvm", Language::LlvmIr),
    ("make", Language::Makefile),
    ("md", Language::Markdown),
    ("mjs", Language::JavaScript),
    ("ml", Language::Ocaml),
    ("node", Language::JavaScript),
    ("objc", Language::ObjectiveC),
    ("objectivec", Language::ObjectiveC),
    ("patch", Language::Diff),
    ("pgsql", Language::Sql),
    ("pl", Language::Perl),
    ("plain", Language::PlainText),
    ("plaintext", Language::PlainText),
    ("postgresql", Language::Sql),
    ("proto", Language::Protobuf),
    ("ps1", Language::PowerShell),
    ("py", Language::Python),
    ("python3", Language::Python),
    ("rb", Language::Ruby),
    ("rkt", Language::Racket),
    ("rs", Language::Rust),
    ("scm", Language::Scheme),
    ("sh", Language::Shell),
    ("sol", Language::Solidity),
    ("sqlite", Language::Sql),
    ("svg", Language::Xml),
    ("terraform", Language::Hcl),
    ("tex", Language::Latex),
    ("text", Language::PlainText),
    ("tf", Language::Hcl),
    ("ts", Language::TypeScript),
    ("tsx", Language::TypeScript),
    ("txt", Language::PlainText),
    ("vb", Language::VisualBasic),
    ("wasm", Language::WebAssembly),
    ("wat", Language::WebAssembly),
    ("yml", Language::Yaml),
    ("zsh", Language::Shell),
];

impl Language {
    /// The language people mean by a name, whatever its case: a name of Notion's, the extension of
    /// a file, or what stands behind the fence of a Markdown code block. Plain text where none is
    /// known.
    ///
    /// ```
    /// use recto_api::block::Language;
    ///
    /// assert_eq!(Language::of("ts"), Language::TypeScript);
    /// assert_eq!(Language::of("Rust"), Language::Rust);
    /// assert_eq!(Language::of("klingon"), Language::PlainText);
    /// ```
    pub fn of(name: &str) -> Self {
        match Self::from(name).settled() {
            Self::Unknown(_) => Self::PlainText,
            language => language,
        }
    }

    /// The same, but for another name of a known language that language.
    pub(super) fn settled(self) -> Self {
        let Self::Unknown(text) = &self else {
            return self;
        };
        let name = text.trim().to_lowercase();
        match Self::from(name.as_str()) {
            Self::Unknown(_) => ALIASES
                .iter()
                .find(|(alias, _)| *alias == name)
                .map_or(self, |(_, language)| language.clone()),
            language => language,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_are_in_order_and_no_names_of_notions() {
        assert!(ALIASES.is_sorted_by_key(|(alias, _)| *alias));
        for (alias, language) in ALIASES {
            assert!(
                matches!(Language::from(*alias), Language::Unknown(_)),
                "{alias}"
            );
            assert_eq!(Language::of(alias), *language);
        }
    }

    #[test]
    fn names_are_notions() {
        assert_eq!(Language::default().as_str(), "plain text");
        assert_eq!(Language::JavaOrC.as_str(), "java/c/c++/c#");
        assert_eq!(Language::LlvmIr.as_str(), "llvm ir");
        assert_eq!(Language::from("f#"), Language::FSharp);
        assert_eq!(Language::of(" C++ "), Language::Cpp);
    }
}
