use std::{
    panic::{self, AssertUnwindSafe},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

/// The line and the text of the panic in which `act` ends.
pub(crate) fn panic_of<T>(act: impl FnOnce() -> T) -> (u32, String) {
    let _alone = HOOK.lock().unwrap_or_else(PoisonError::into_inner);
    let seen = Arc::new(Mutex::new(None));
    let noted = Arc::clone(&seen);
    let (hook, this) = (panic::take_hook(), thread::current().id());
    panic::set_hook(Box::new(move |panic| {
        // Other tests panic too.
        if thread::current().id() == this {
            let text = panic.payload().downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.payload().downcast_ref::<&str>().copied());
            let text = text.unwrap_or_default().to_owned();
            *noted.lock().unwrap() = Some((panic.location().unwrap().line(), text));
        }
    }));
    let ended = panic::catch_unwind(AssertUnwindSafe(act));
    panic::set_hook(hook);

    assert!(ended.is_err(), "it does not panic");
    seen.lock().unwrap().take().unwrap()
}

/// The hook is the whole process's.
static HOOK: Mutex<()> = Mutex::new(());

/// A value, and an error, with a destructor that panics.
#[derive(Debug, thiserror::Error)]
#[error("it panics when it is dropped")]
pub(crate) struct PanicsOnDrop;

impl Drop for PanicsOnDrop {
    fn drop(&mut self) {
        panic!("in a destructor")
    }
}
