use hookport::WebhookEvent;

#[derive(WebhookEvent)]
enum Event<T> {
    #[event("order.paid")]
    Paid(T),
}

#[derive(WebhookEvent)]
enum Borrowed<'a, const N: usize>
where
    [(); N]: Sized,
{
    #[event("order.paid")]
    Paid(&'a [u8; N]),
}

fn main() {}
