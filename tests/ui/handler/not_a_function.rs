#[hookport::handler]
struct Shop;

#[hookport::handler]
pub(crate) mod shop {}

fn main() {}
