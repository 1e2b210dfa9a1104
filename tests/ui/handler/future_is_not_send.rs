#[hookport::handler]
async fn on_paid(_: String) {
    let count = std::rc::Rc::new(1);
    std::future::ready(()).await;
    drop(count);
}

fn main() {}
