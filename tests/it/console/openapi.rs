//! The OpenAPI document: in step with the routes and with the structs that are answered.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::{Map, Value, json};

/// `HOOKPORT_BLESS=1` writes the document from `tests/openapi/base.json` and the structs.
#[test]
fn the_document_has_each_field_of_each_struct() {
    const KEPT: &str = "src/console/api/openapi.json";
    let made = document();
    if std::env::var_os("HOOKPORT_BLESS").is_some() {
        fs::write(root().join(KEPT), format!("{made:#}\n")).unwrap();
    }
    let kept: Value = serde_json::from_str(&read(KEPT)).unwrap();
    assert!(kept == made, "`HOOKPORT_BLESS=1 cargo test openapi` writes {KEPT}");
}

#[test]
fn the_document_has_each_route_and_no_other() {
    let source = read("src/console/api/mod.rs");
    let routes = source.split(".route(\"").skip(1).map(|text| {
        let (path, rest) = text.split_once("\", ").unwrap();
        let (method, _) = rest.split_once('(').unwrap();
        (path.to_owned(), method.to_owned())
    });
    let document = document();
    let paths = document["paths"].as_object().unwrap();
    let documented = paths.iter().flat_map(|(path, methods)| {
        methods.as_object().unwrap().keys().map(move |method| (path.clone(), method.clone()))
    });
    let (mut routes, mut documented): (Vec<_>, Vec<_>) = (routes.collect(), documented.collect());
    routes.sort();
    documented.sort();
    assert_eq!(routes, documented);
}

#[test]
fn every_reference_of_the_document_leads_somewhere() {
    let document = document();
    let mut references = Vec::new();
    collect(&document, &mut references);
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                references.push(reference.clone());
            }
            members.values().for_each(|member| collect(member, references));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        _ => {}
    }
}

/// Makes the document of what is written by hand and of the structs.
fn document() -> Value {
    let mut document: Value = serde_json::from_str(&read("tests/openapi/base.json")).unwrap();
    let schemas = document["components"]["schemas"].as_object_mut().unwrap();
    schemas.extend(schemas_of_structs());
    document
}

/// Returns a schema of each struct and enum in `src/console/data` that is serialized.
fn schemas_of_structs() -> BTreeMap<String, Value> {
    let mut schemas = BTreeMap::new();
    for file in fs::read_dir(root().join("src/console/data")).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        for (at, _) in text.match_indices("\npub struct ") {
            let item = &text[at + "\npub struct ".len()..];
            if is_serialized(&text[..at]) {
                add_struct(item, &mut schemas);
            }
        }
    }
    schemas.insert("BodyForm".into(), words(&["json", "text", "hex", "base64"]));
    schemas.insert("Verb".into(), words(&["create", "update", "delete"]));
    let actions = ["replay", "cancel", "resume-keys", "pause", "resume", "reverify", "discard"];
    schemas.insert("Action".into(), words(&actions));
    schemas
}

fn is_serialized(before: &str) -> bool {
    let (_, attributes) = before.rsplit_once("\n\n").unwrap_or(("", before));
    attributes.contains("Serialize)]")
}

fn words(words: &[&str]) -> Value {
    json!({ "type": "string", "enum": words })
}

/// Adds the schema of a struct; of one with a parameter, the schemas of its uses.
fn add_struct(item: &str, schemas: &mut BTreeMap<String, Value>) {
    let (head, rest) = item.split_once(" {\n").unwrap();
    let (fields, _) = rest.split_once("\n}\n").unwrap();
    match head.strip_suffix("<T>") {
        None => drop(schemas.insert(head.to_owned(), object(fields, ""))),
        Some(name) => {
            for parameter in ["DeliverySummary", "QuarantinedView"] {
                schemas.insert(format!("{name}Of{parameter}"), object(fields, parameter));
            }
        }
    }
}

fn object(fields: &str, parameter: &str) -> Value {
    let (mut properties, mut doc) = (Map::new(), Vec::new());
    for line in fields.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            doc.push(plain(text.trim()));
        } else if let Some(field) = line.strip_prefix("pub ") {
            let (name, kind) = field.trim_end_matches(',').split_once(": ").unwrap();
            let mut schema = schema_of(kind, parameter);
            let text = doc.join(" ");
            schema.as_object_mut().unwrap().insert("description".into(), text.into());
            properties.insert(camel_case(name), schema);
            doc.clear();
        }
    }
    let required: Vec<_> = properties.keys().cloned().collect();
    json!({
        "type": "object", "additionalProperties": false, "required": required,
        "properties": properties,
    })
}

fn schema_of(kind: &str, parameter: &str) -> Value {
    if let Some(inside) = inside(kind, "Option<") {
        let mut schema = schema_of(inside, parameter);
        return match schema.get("type").cloned() {
            Some(Value::String(name)) => {
                schema["type"] = json!([name, "null"]);
                schema
            }
            _ => json!({ "anyOf": [schema, { "type": "null" }] }),
        };
    }
    if let Some(inside) = inside(kind, "Vec<") {
        return json!({ "type": "array", "items": schema_of(inside, parameter) });
    }
    match kind {
        "String" | "&'static str" => json!({ "type": "string" }),
        "bool" => json!({ "type": "boolean" }),
        "u32" | "u64" | "usize" => json!({ "type": "integer", "minimum": 0 }),
        "Time" => json!({ "type": "string", "format": "date-time" }),
        "T" => reference(parameter),
        "Edge<T>" => reference(&format!("EdgeOf{parameter}")),
        name => reference(name),
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn inside<'a>(kind: &'a str, opening: &str) -> Option<&'a str> {
    kind.strip_prefix(opening)?.strip_suffix('>')
}

/// Leaves out the links of a line of documentation, and says `null` as JSON does.
fn plain(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some((before, link)) = rest.split_once('[') {
        let (name, behind) = link.split_once(']').unwrap();
        text.extend([before, name]);
        rest = match behind.strip_prefix('(') {
            Some(target) => target.split_once(')').unwrap().1,
            None => behind,
        };
    }
    (text + rest).replace("`None`", "null")
}

fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap().to_owned();
    words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
