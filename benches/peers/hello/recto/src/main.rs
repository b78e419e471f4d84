//! Says who the token belongs to.

use recto_api::endpoint::GetSelf;
use recto_client::{Client, Token};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let token = Token::parse(&std::env::var("NOTION_TOKEN")?)?;
    let client = Client::builder(token).build()?;
    let me = client.send(&GetSelf).await?;
    println!("{}", me.name.as_str().unwrap_or("someone"));
    Ok(())
}
