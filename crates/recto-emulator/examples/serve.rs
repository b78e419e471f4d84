//! Serves a workspace over TCP until Ctrl-C: `cargo run -p recto-emulator --example serve -- 8787`.
//!
//! Prints what a client needs as one line of JSON. A second argument names a file to keep the
//! workspace in.

use recto_emulator::Emulator;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let port: u16 = arguments.next().unwrap_or_else(|| "0".to_owned()).parse()?;
    let mut builder = Emulator::builder();
    if let Some(file) = arguments.next() {
        builder = builder.file(file);
    }
    let emulator = builder.start()?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    let told = serde_json::json!({
        "base_url": format!("http://{}", listener.local_addr()?),
        "token": emulator.token(),
        "root_page_id": emulator.root_page_id().to_string(),
    });
    #[expect(clippy::print_stdout, reason = "an example, not the library")]
    {
        println!("{told}");
    }
    let stop = async {
        // Without a signal handler the process would just go on serving.
        tokio::signal::ctrl_c().await.unwrap_or_default();
    };
    emulator.serve(listener, stop).await?;
    Ok(())
}
