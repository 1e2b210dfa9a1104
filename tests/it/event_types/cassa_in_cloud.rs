use super::{HeaderMap, HeaderValue, post, text};
use hookport::event_types::cassa_in_cloud::{
    CassaInCloudEvent, Entity, Operation, Order, OrderStatus, Receipt, Verb, WorkflowStatus,
};

fn decode(operation: &'static str, body: &str) -> CassaInCloudEvent {
    let operation = HeaderValue::from_static(operation);
    let headers = HeaderMap::from_iter([("x-cn-operation".parse().expect("a name"), operation)]);
    post(&[], "cassa", &headers, body.to_owned()).expect("a delivery of Cassa in Cloud")
}

fn receipt(operation: &'static str, body: &str) -> Receipt {
    match decode(operation, body) {
        CassaInCloudEvent::Receipt(receipt) => receipt,
        other => panic!("{other:?}"),
    }
}

fn order(operation: &'static str, body: &str) -> Order {
    match decode(operation, body) {
        CassaInCloudEvent::Order(order) => order,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_receipt_has_its_rows_and_payments() {
    let receipt = receipt("RECEIPT/CREATE", payload!("cassa_in_cloud/RECEIPT_CREATE.json"));

    assert_eq!(receipt.number.as_deref(), Some("42"));
    assert_eq!(receipt.z_number.as_deref(), Some("187"));
    assert_eq!(receipt.sales_point(), Some(101));
    assert!(!receipt.is_test());
    let document = receipt.document.expect("a document");
    assert_eq!(text(document.amount.as_ref()), Some("10.0"));
    assert_eq!(document.confirmed, Some(true));
    let row = &document.rows[0];
    assert_eq!(text(row.price.as_ref()), Some("5.0"));
    assert_eq!(text(row.quantity.as_ref()), Some("2"));
    assert_eq!((row.refund, row.id_sales_mode.as_deref()), (Some(false), None));
    assert_eq!(document.payments[0].payment_type.as_deref(), Some("CREDITCARD"));
    let table = document.order_summary.expect("a table");
    assert_eq!(table.table_name.as_deref(), Some("12"));
    assert_eq!(document.user.expect("a user").name.as_deref(), Some("Cassa 1"));
    let sources = document.document_connection_sources.expect("sources");
    assert_eq!(sources.orders[0].external_id.as_deref(), Some("web-000123"));
}

#[test]
fn a_void_is_a_receipt_too() {
    let voided = receipt("RECEIPT/DELETE", payload!("cassa_in_cloud/RECEIPT_DELETE.json"));

    assert_eq!(voided.id.as_deref(), Some("c2a9c1de-5a5f-4b61-8c33-6f2e2a600001"));
}

#[test]
fn a_receipt_of_a_test_is_told_by_its_id() {
    let test = payload!("cassa_in_cloud/RECEIPT_CREATE.test.json");

    assert!(receipt("RECEIPT/CREATE", test).is_test());
}

#[test]
fn a_bill_is_read_as_a_receipt() {
    let body = payload!("cassa_in_cloud/BILL_CREATE.json");

    let CassaInCloudEvent::Bill(bill) = decode("BILL/CREATE", body) else {
        panic!("not a bill");
    };

    assert_eq!(bill.number.as_deref(), Some("7"));
}

#[test]
fn an_order_tells_how_far_along_it_is() {
    let created = order("ORDER/CREATE", payload!("cassa_in_cloud/ORDER_CREATE.json"));
    let edited = order("ORDER/EDIT", payload!("cassa_in_cloud/ORDER_EDIT.json"));
    let deleted = order("ORDER/DELETE", payload!("cassa_in_cloud/ORDER_DELETE.json"));

    assert_eq!(created.external_workflow_status, Some(WorkflowStatus::Accepted));
    assert_eq!(edited.external_workflow_status, Some(WorkflowStatus::Ready));
    assert_eq!(deleted.status, Some(OrderStatus::NotProcessed));
    assert_eq!(created.is_external_order, Some(true));
    assert_eq!(created.due_date.as_deref(), Some("1775131500000"));
    assert_eq!(created.sales_point(), Some(101));
}

#[test]
fn goods_have_their_prices_and_taxes() {
    let product = decode("PRODUCT/EDIT", payload!("cassa_in_cloud/PRODUCT_EDIT.json"));
    let category = decode("CATEGORY/CREATE", payload!("cassa_in_cloud/CATEGORY_CREATE.json"));
    let tax = decode("TAX/EDIT", payload!("cassa_in_cloud/TAX_EDIT.json"));

    let CassaInCloudEvent::Product(product) = product else {
        panic!("not a product");
    };
    assert_eq!(text(product.prices[0].value.as_ref()), Some("8.5"));
    assert_eq!(product.prices[1].id_sales_mode.as_deref(), Some("sm-asporto"));
    let tax_of_department = product.department.expect("a department").tax.expect("a tax");
    let CassaInCloudEvent::Tax(tax) = tax else {
        panic!("not a tax");
    };
    assert_eq!(tax, tax_of_department);
    assert_eq!(text(tax.rate.as_ref()), Some("10"));
    let CassaInCloudEvent::Category(category) = category else {
        panic!("not a category");
    };
    assert_eq!(category.enable_for_risto, Some(true));
}

#[test]
fn departments_and_modifiers_have_their_variants() {
    let body = r#"{"id":"1","description":"Cucina"}"#;

    let department = decode("DEPARTMENT/CREATE", body);
    let modifier = decode("MODIFIER/EDIT", body);

    assert!(matches!(department, CassaInCloudEvent::Department(_)));
    assert!(matches!(modifier, CassaInCloudEvent::Modifier(_)));
}

/// Names and bodies are inferred.
#[test]
fn a_document_of_an_inferred_kind_has_its_number_its_store_and_its_rows() {
    for (operation, body, number) in [
        ("CREDIT_NOTE/CREATE", payload!("cassa_in_cloud/CREDIT_NOTE_CREATE.json"), "3"),
        ("CREDITNOTE/CREATE", payload!("cassa_in_cloud/CREDIT_NOTE_CREATE.json"), "3"),
        ("INVOICE/CREATE", payload!("cassa_in_cloud/INVOICE_CREATE.json"), "12"),
        ("TRANSPORT_DOCUMENT/EDIT", payload!("cassa_in_cloud/TRANSPORT_DOCUMENT_CREATE.json"), "5"),
        ("DDT/CREATE", payload!("cassa_in_cloud/TRANSPORT_DOCUMENT_CREATE.json"), "5"),
        ("QUOTE/DELETE", payload!("cassa_in_cloud/QUOTE_CREATE.json"), "9"),
    ] {
        let (CassaInCloudEvent::CreditNote(document)
        | CassaInCloudEvent::Invoice(document)
        | CassaInCloudEvent::TransportDocument(document)
        | CassaInCloudEvent::Quote(document)) = decode(operation, body)
        else {
            panic!("{operation} is another kind");
        };
        assert_eq!(document.number.as_deref(), Some(number), "{operation}");
        assert_eq!((document.sales_point(), document.is_test()), (Some(101), false));
        assert_eq!(document.document.expect("a document").rows.len(), 1);
    }
}

/// Names and bodies are inferred.
#[test]
fn records_of_inferred_kinds_have_their_variants() {
    let movement = payload!("cassa_in_cloud/STOCK_MOVEMENT_CREATE.json");
    let CassaInCloudEvent::StockMovement(movement) = decode("STOCK_MOVEMENT/CREATE", movement)
    else {
        panic!("not a movement");
    };
    assert_eq!(text(movement.quantity.as_ref()), Some("-2"));
    assert_eq!(movement.id_sales_point, Some(101));

    let closure = payload!("cassa_in_cloud/CASH_CLOSURE_CREATE.json");
    let CassaInCloudEvent::CashClosure(closure) = decode("CASH_CLOSURE/CREATE", closure) else {
        panic!("not a closure");
    };
    assert_eq!(closure.z_number.as_deref(), Some("187"));
    assert_eq!(text(closure.amount.as_ref()), Some("1240.5"));

    let customer = payload!("cassa_in_cloud/CUSTOMER_EDIT.json");
    let CassaInCloudEvent::Customer(customer) = decode("CUSTOMER/EDIT", customer) else {
        panic!("not a customer");
    };
    assert_eq!(customer.full_name().as_deref(), Some("Anna Rossi"));

    let company = payload!("cassa_in_cloud/ORGANIZATION_EDIT.json");
    let CassaInCloudEvent::Organization(company) = decode("ORGANIZATION/EDIT", company) else {
        panic!("not a company");
    };
    assert_eq!(company.name.as_deref(), Some("Rossi Srl"));
}

#[test]
fn a_field_that_is_not_as_inferred_refuses_no_delivery() {
    let odd = r#"{"id":7,"number":{"n":1},"idSalesPoint":"101","document":[1],"quantity":"many",
        "amount":{"value":1},"name":["Rossi"],"date":null}"#;

    for name in ["CREDIT_NOTE", "INVOICE", "DDT", "QUOTE", "STOCK_MOVEMENT", "CASH_CLOSURE"] {
        let operation = format!("{name}/CREATE").leak();
        assert!(!matches!(decode(operation, odd), CassaInCloudEvent::Other(_)), "{name}");
    }
    let CassaInCloudEvent::Invoice(invoice) = decode("INVOICE/CREATE", odd) else {
        panic!("not an invoice");
    };
    assert_eq!((invoice.id.as_deref(), invoice.sales_point()), (Some("7"), Some(101)));
    assert_eq!(invoice.document, None);
    let CassaInCloudEvent::Customer(customer) = decode("CUSTOMER/EDIT", odd) else {
        panic!("not a customer");
    };
    assert_eq!(customer.name.as_deref(), Some(r#"["Rossi"]"#));
    assert!(matches!(decode("ORGANIZATION/EDIT", odd), CassaInCloudEvent::Organization(_)));
}

#[test]
fn a_record_whose_name_is_not_as_inferred_is_kept_with_its_bytes() {
    let body = payload!("cassa_in_cloud/CREDIT_NOTE_CREATE.json");
    for operation in ["NOTE/CREATE", "invoice/CREATE", "STOCK/EDIT", "RECEIPT"] {
        let CassaInCloudEvent::Other(unknown) = decode(operation, body) else {
            panic!("{operation} is known");
        };
        assert_eq!(unknown.name(), Some(operation));
        assert_eq!(unknown.body(), body);
    }
}

#[test]
fn flags_and_numbers_may_come_as_any_json_type() {
    let receipt = receipt(
        "RECEIPT/EDIT",
        r#"{"number":"42/B","date":null,"datetime":1775131500000,"idSalesPoint":9,
            "document":{"confirmed":"1","taxFree":0,"documentReason":{"id":3},"rows":[
                {"refund":1,"menu":"false","subtotal":null,"composition":{},"price":"1.10"}
            ]}}"#,
    );

    assert_eq!(receipt.number.as_deref(), Some("42/B"));
    assert_eq!((receipt.date.as_deref(), receipt.sales_point()), (None, Some(9)));
    assert_eq!(receipt.datetime.as_deref(), Some("1775131500000"));
    let document = receipt.document.expect("a document");
    assert_eq!((document.confirmed, document.tax_free), (Some(true), Some(false)));
    assert_eq!(document.document_reason.as_deref(), Some(r#"{"id":3}"#));
    let row = &document.rows[0];
    assert_eq!((row.refund, row.menu), (Some(true), Some(false)));
    assert_eq!((row.subtotal, row.composition), (None, None));
    assert_eq!(text(row.price.as_ref()), Some("1.10"));
}

#[test]
fn no_field_is_required() {
    assert_eq!(receipt("RECEIPT/DELETE", "{}"), Receipt::default());
    assert_eq!(order("ORDER/DELETE", r#"{"document":null}"#), Order::default());
}

#[test]
fn an_operation_is_what_and_to_what() {
    let edit = Operation::parse("ORDER/EDIT").expect("an operation");
    let new = Operation::parse("VOUCHER/RESTORE").expect("an operation");

    assert_eq!((edit.entity, edit.verb), (Entity::Order, Verb::Edit));
    assert_eq!(new.verb, Verb::Other("RESTORE".to_owned()));
    assert_eq!(new.to_string(), "VOUCHER/RESTORE");
    assert_eq!(Operation::parse("ORDER"), None);
    let inferred = Operation::parse("CREDITNOTE/CREATE").expect("an operation");
    assert_eq!(inferred.entity, Entity::CreditNote);
    assert_eq!(inferred.to_string(), "CREDIT_NOTE/CREATE", "the spelling is lost");
}
