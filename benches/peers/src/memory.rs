//! Counts what is allocated: how often, and how much at most at one time.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// The system's allocator with counters.
pub struct Counting;

static LIVE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);
static COUNT: AtomicUsize = AtomicUsize::new(0);

fn grew(bytes: usize) {
    COUNT.fetch_add(1, Relaxed);
    let live = LIVE.fetch_add(bytes, Relaxed) + bytes;
    PEAK.fetch_max(live, Relaxed);
}

// SAFETY: every call goes to the system's allocator with the arguments it came with.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        grew(layout.size());
        // SAFETY: the caller keeps what `alloc` asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the caller keeps what `dealloc` asks for.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Old and new may both be there for a moment, and are counted so.
        grew(size);
        LIVE.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the caller keeps what `realloc` asks for.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

/// What one piece of work took.
#[derive(Clone, Copy)]
pub struct Taken {
    /// Bytes at the highest point, above those before.
    pub peak: usize,
    /// Bytes still held at the end.
    pub kept: usize,
    /// Allocations.
    pub count: usize,
}

/// Does the work and counts. Nothing else may run meanwhile.
pub fn measure<T>(work: impl FnOnce() -> T) -> (T, Taken) {
    let before = LIVE.load(Relaxed);
    PEAK.store(before, Relaxed);
    let count = COUNT.load(Relaxed);
    let result = work();
    let taken = Taken {
        peak: PEAK.load(Relaxed).saturating_sub(before),
        kept: LIVE.load(Relaxed).saturating_sub(before),
        count: COUNT.load(Relaxed) - count,
    };
    (result, taken)
}
