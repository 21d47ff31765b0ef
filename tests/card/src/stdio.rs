//! Card and reader for a program that writes a line and reads a line: one JSON object each way.
//!
//! | `op` | more | answer, beside `"ok": true` |
//! |---|---|---|
//! | `descriptor` | | `vendorId`, `productId`, `productName`, `configuration` (the raw descriptor), `interfaceClass`, `packetSize`, `endpointIn`, `endpointOut` |
//! | `out` | `hex` | `written`: a bulk-out transfer was taken |
//! | `in` | `length` | `hex`: what a bulk-in transfer brings; `"ok": false`, `error` `timeout` where nothing comes |
//! | `atr` | | `hex`: the card gets power, without the reader |
//! | `apdu` | `hex` | `hex`: a command straight to the card |
//! | `remove`, `insert` | | the card is taken out, or put in |
//! | `log` | | `commands`: of each, `command` and `answer`; none where the card was silent |
//! | `certificates` | | `certificates`: of each, `label` and `der`; `authorities`: the issuers' |
//!
//! Bytes are in hexadecimal. Where the card is silent, `ok` is false and `error` is `mute` or `absent`; where the line
//! is none of these, `error` begins with `bad request`.

use std::io::{self, BufRead, Write};

use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::hex;
use crate::pki::Authority;
use crate::reader::Reader;
use crate::usb::{ENDPOINTS, PRODUCT, PRODUCT_NAME, VENDOR};

/// Serves until the input ends. `each` is called after every line.
///
/// # Errors
/// Where input or output fails.
pub fn serve(
    reader: &mut Reader,
    now: OffsetDateTime,
    input: impl BufRead,
    mut output: impl Write,
    mut each: impl FnMut(&Reader) -> io::Result<()>,
) -> io::Result<()> {
    for line in input.lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let answer = match serde_json::from_str(&line) {
            Ok(request) => answer(reader, &request, now),
            Err(error) => failed(&format!("bad request: {error}")),
        };
        writeln!(output, "{answer}")?;
        output.flush()?;
        each(reader)?;
    }
    Ok(())
}

fn failed(error: &str) -> Value {
    json!({ "ok": false, "error": error })
}

/// The answer to one request.
pub fn answer(reader: &mut Reader, request: &Value, now: OffsetDateTime) -> Value {
    let bytes = || request["hex"].as_str().and_then(hex::read);
    let silent = |reader: &Reader| {
        failed(if reader.card().is_present() {
            "mute"
        } else {
            "absent"
        })
    };
    match request["op"].as_str().unwrap_or_default() {
        "descriptor" => {
            let settings = reader.settings();
            let [_, bulk_in, bulk_out] = ENDPOINTS;
            json!({
                "ok": true,
                "vendorId": VENDOR,
                "productId": PRODUCT,
                "productName": PRODUCT_NAME,
                "interfaceClass": settings.class,
                "packetSize": settings.packet,
                "endpointIn": bulk_in & 0x0f,
                "endpointOut": bulk_out,
                "configuration": hex::write(&settings.configuration_descriptor()),
            })
        }
        "out" => match bytes() {
            Some(bytes) => {
                reader.bulk_out(&bytes);
                json!({ "ok": true, "written": bytes.len() })
            }
            None => failed("bad request: no hex"),
        },
        "in" => match request["length"]
            .as_u64()
            .and_then(|length| usize::try_from(length).ok())
        {
            Some(length) => match reader.bulk_in(length) {
                Some(bytes) => json!({ "ok": true, "hex": hex::write(&bytes) }),
                None => failed("timeout"),
            },
            None => failed("bad request: no length"),
        },
        "atr" => match reader.card_mut().power_on() {
            Ok(atr) => json!({ "ok": true, "hex": hex::write(&atr) }),
            Err(_) => silent(reader),
        },
        "apdu" => match bytes() {
            Some(bytes) => match reader.card_mut().transmit(&bytes) {
                Ok(answer) => json!({ "ok": true, "hex": hex::write(&answer) }),
                Err(_) => silent(reader),
            },
            None => failed("bad request: no hex"),
        },
        "remove" | "insert" => {
            reader.card_mut().put(request["op"] == "insert");
            json!({ "ok": true })
        }
        "log" => {
            let commands = reader.card().log().iter().map(|exchange| {
                json!({ "command": hex::write(&exchange.command), "answer": hex::write(&exchange.answer) })
            });
            json!({ "ok": true, "commands": commands.collect::<Vec<_>>() })
        }
        "certificates" => {
            let real = reader.card().profile().real;
            let certificates = reader
                .card()
                .certificates()
                .iter()
                .map(|held| json!({ "label": held.label, "der": hex::write(&held.der) }));
            let authorities = [Authority::Strong, Authority::Standard]
                .map(|authority| hex::write(&authority.certificate(real, now)));
            json!({ "ok": true, "certificates": certificates.collect::<Vec<_>>(), "authorities": authorities })
        }
        other => failed(&format!("bad request: no op {other:?}")),
    }
}
