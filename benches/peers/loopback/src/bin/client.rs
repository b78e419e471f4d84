//! Iterates all rows of a query, some times over, and prints how much CPU each time took.
//!
//! `client ORIGIN TIMES`; one line of JSON.

use futures_util::TryStreamExt;
use recto_api::endpoint::QueryDataSource;
use recto_api::ids::DataSourceId;
use recto_api::list::Element;
use recto_api::object::Object;
use recto_client::{Client, Pace, Token};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let origin = arguments.next().ok_or("say which server")?;
    let times: usize = arguments.next().ok_or("say how often")?.parse()?;
    let client = Client::builder(Token::parse("ntn_loopback")?)
        .base_url(origin)
        .pace(Pace::unlimited())
        .build()?;
    let source = DataSourceId::parse("00000008-0f5b-81aa-9d54-000100000001")?;
    let mut runs = Vec::new();
    for _ in 0..times {
        let before = cpu();
        let mut items = std::pin::pin!(client.items(QueryDataSource::new(source.clone())));
        let (mut rows, mut letters) = (0, 0);
        while let Some(row) = items.try_next().await? {
            if let Element::Valid(Object::Page(page)) = row {
                rows += 1;
                letters += page.title().map_or(0, |title| title.len());
            }
        }
        runs.push(json!({"rows": rows, "letters": letters, "cpu_ms": (cpu() - before) * 1e3}));
    }
    println!("{}", json!({"who": "recto", "runs": runs, "process_cpu_ms": cpu() * 1e3}));
    Ok(())
}

/// Seconds of CPU of this process so far, its own and the kernel's.
fn cpu() -> f64 {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: `getrusage` fills the struct, which may hold zeros before.
    let usage = unsafe {
        libc::getrusage(libc::RUSAGE_SELF, usage.as_mut_ptr());
        usage.assume_init()
    };
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    seconds(usage.ru_utime) + seconds(usage.ru_stime)
}
