//! A destination of `hookport serve` that pauses, since its server fails.

use super::kit::{Folder, Serving, upstream_that_begins_with};

#[test]
fn a_signal_ends_the_pause_of_a_destination() {
    let (url, bodies) = upstream_that_begins_with(&[BUSY]);
    let folder = Folder::with(&format!("{ROUTAL}forward.url = '{url}'\n"));
    let serving = Serving::start(&folder);
    let body = |id: u8| {
        format!("{{\"event_id\":\"routal.planner.2.plan.created\",\"data\":{{\"id\":\"{id}\"}}}}")
    };

    assert_eq!(serving.post("/routal/made-up", &[], &body(1)), 200);
    assert_eq!(bodies.recv().unwrap(), body(1));
    let paused = serving.line("destination pauses, its deliveries wait; a reload ends the pause");
    assert_eq!((&paused["seconds"], &paused["asked_for"]), (&3000.0.into(), &true.into()));
    assert_eq!(serving.post("/routal/made-up", &[], &body(2)), 200);

    // A file with a mistake ends no pause.
    folder.configure("pth = 1");
    serving.signal("HUP");
    serving.line("configuration not reloaded: the old one stays");
    assert!(bodies.try_recv().is_err());

    folder.configure(&format!("{ROUTAL}forward.url = '{url}'\n"));
    serving.signal("HUP");
    let ended = serving.line(
        "a reload has ended the pause of a destination: the next delivery that is due is a probe",
    );
    assert_eq!((&ended["endpoint"], &ended["destination"]), (&"routal".into(), &"app".into()));
    assert_eq!(bodies.recv().unwrap(), body(2), "the first one waits for its next attempt");
    serving.line("destination goes on after a pause");

    serving.signal("HUP");
    serving.line("configuration reloaded");
    let later = serving.lines_until_it_is_stopped();
    assert!(later.iter().all(|line| line["destination"].is_null()), "no pause is left: {later:?}");
}

const ROUTAL: &str = "
[[endpoints]]
path = '/routal'
provider = 'routal'
secrets = [{ file = 'secret' }]
[[endpoints.destinations]]
name = 'app'
";

const BUSY: &str = "503 Service Unavailable\r\nRetry-After: 3000";
