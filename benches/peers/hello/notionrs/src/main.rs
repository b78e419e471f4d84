//! Says who the token belongs to.

use notionrs::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new(std::env::var("NOTION_TOKEN")?);
    let me = client.get_self().send().await?;
    println!("{}", me.name.as_deref().unwrap_or("someone"));
    Ok(())
}
