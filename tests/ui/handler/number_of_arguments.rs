use hookport::Trust;

#[hookport::handler]
async fn on_ping() {}

#[rustfmt::skip]
#[hookport::handler]
async fn on_paid(
    _: String,
    _: Trust, _: Trust, _: Trust, _: Trust, _: Trust, _: Trust,
    _: Trust, _: Trust, _: Trust, _: Trust, _: Trust, _: Trust,
    _: Trust,
) {}

fn main() {}
