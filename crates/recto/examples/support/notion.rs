//! Where the examples run: in a workspace of their own, or in yours.
//!
//! With `NOTION_TOKEN` and `NOTION_PAGE` (the id or link of a page shared with the connection) they
//! run at Notion, or at `NOTION_BASE_URL`; with neither, in an emulator in the same process.

use std::env;
use std::error::Error;

use recto::api::ids::PageId;
use recto::client::Transport;
use recto::{Client, Emulator, Token};

/// A client, and a page to work below.
pub(crate) struct Notion {
    pub(crate) client: Client,
    pub(crate) home: PageId,
}

pub(crate) fn connect() -> Result<Notion, Box<dyn Error>> {
    match (env::var("NOTION_TOKEN"), env::var("NOTION_PAGE")) {
        (Ok(token), Ok(page)) => {
            let mut builder = Client::builder(Token::parse(&token)?);
            if let Ok(url) = env::var("NOTION_BASE_URL") {
                builder = builder.base_url(url);
            }
            Ok(Notion {
                client: builder.build()?,
                home: page.parse()?,
            })
        }
        (Err(_), Err(_)) => {
            let emulator = Emulator::start()?;
            let token = Token::parse(emulator.token())?;
            let transport = Transport::new(emulator.service());
            Ok(Notion {
                client: Client::builder(token).transport(transport).build()?,
                home: emulator.root_page_id(),
            })
        }
        _ => Err("set both NOTION_TOKEN and NOTION_PAGE, or neither".into()),
    }
}
