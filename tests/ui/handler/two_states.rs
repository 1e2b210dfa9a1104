use hookport::extract::State;

#[derive(Clone)]
struct App;

struct Pool;

#[hookport::handler]
async fn on_paid(_: String, State(_): State<App>, State(_): State<Pool>) {}

fn main() {}
