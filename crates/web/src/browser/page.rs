//! The document as a whole: title, language, focus, printing, leaving, files dropped on it.

use certiroc_pki::x509::Certificate;
use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::{JsCast, JsValue};

use super::{document, window};

/// Sets what the tab shows; not once the boot script has put another screen in the place of the page.
pub fn set_title(title: &str) {
    let root = document().document_element();
    let boot = root.and_then(|root| root.get_attribute("data-boot"));
    if boot.as_deref() == Some("started") {
        document().set_title(title);
    }
}

/// Sets an attribute of the root element: `lang`, or `data-theme`.
pub fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = document().document_element() {
        // Both names are valid, so setting them cannot fail.
        let _ = root.set_attribute(name, value);
    }
}

/// Moves the focus to the element `id`, if it is there.
pub fn focus(id: &str) {
    if let Some(element) = element(id) {
        // An element that cannot take the focus keeps it where it is.
        let _ = element.focus();
    }
}

/// Moves to the top, as a browser does on a new page.
pub fn scroll_to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// Selects the text of the element `id`.
pub fn select_text(id: &str) {
    if let (Some(element), Ok(Some(selection))) = (element(id), window().get_selection()) {
        let _ = selection.select_all_children(&element);
    }
}

/// The typed text of the input `id`, which is emptied.
pub fn take_input(id: &str) -> String {
    let Some(input) = element(id).and_then(|e| e.dyn_into::<web_sys::HtmlInputElement>().ok()) else {
        return String::new();
    };
    let typed = input.value();
    input.set_value("");
    typed
}

/// The typed text of the input `id`, which stays.
pub fn input(id: &str) -> String {
    element(id)
        .and_then(|e| e.dyn_into::<web_sys::HtmlInputElement>().ok())
        .map(|input| input.value())
        .unwrap_or_default()
}

/// Whether the checkbox `id` is there, and checked.
pub fn is_checked(id: &str) -> bool {
    element(id)
        .and_then(|e| e.dyn_into::<web_sys::HtmlInputElement>().ok())
        .is_some_and(|input| input.checked())
}

/// The typed text of the text area `id`, which is emptied if the text must not stay there.
pub fn text_area(id: &str, must_not_stay: impl Fn(&str) -> bool) -> String {
    let Some(area) = element(id).and_then(|e| e.dyn_into::<web_sys::HtmlTextAreaElement>().ok()) else {
        return String::new();
    };
    let typed = area.value();
    if must_not_stay(&typed) {
        area.set_value("");
    }
    typed
}

fn element(id: &str) -> Option<web_sys::HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Opens the browser's print dialogue.
pub fn print() {
    let _ = window().print();
}

/// Asks a question that stops everything until it is answered.
pub fn confirm(question: &str) -> bool {
    window().confirm_with_message(question).unwrap_or(false)
}

/// Asks the user before the page is left, as long as the listener lives.
pub fn ask_before_leaving() -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&window(), "beforeunload", options, |event| {
        event.prevent_default();
        // Browsers older than 2023 ask only when this is set; the text itself is never shown.
        if let Some(event) = event.dyn_ref::<web_sys::BeforeUnloadEvent>() {
            event.set_return_value("?");
        }
    })
}

/// Takes the files dropped anywhere: without this, the browser would leave the page to show the file.
pub fn on_drop(dropped: impl Fn(Vec<web_sys::File>) + 'static) -> [EventListener; 2] {
    let options = EventListenerOptions::enable_prevent_default();
    let over =
        EventListener::new_with_options(&document(), "dragover", options, web_sys::Event::prevent_default);
    let drop = EventListener::new_with_options(&document(), "drop", options, move |event| {
        event.prevent_default();
        let files = event
            .dyn_ref::<web_sys::DragEvent>()
            .and_then(web_sys::DragEvent::data_transfer);
        dropped(
            files
                .and_then(|transfer| transfer.files())
                .as_ref()
                .map(list)
                .unwrap_or_default(),
        );
    });
    [over, drop]
}

/// The files of an `<input type="file">`, which is emptied so that the same file can be chosen again.
pub fn take_files(input: &web_sys::HtmlInputElement) -> Vec<web_sys::File> {
    let files = input.files().as_ref().map(list).unwrap_or_default();
    input.set_value("");
    files
}

fn list(files: &web_sys::FileList) -> Vec<web_sys::File> {
    (0..files.length()).filter_map(|index| files.get(index)).collect()
}

/// The browser's own name for itself, for the diagnosis.
pub fn user_agent() -> String {
    window().navigator().user_agent().unwrap_or_default()
}

/// The languages that the browser asks for, best first.
pub fn languages() -> Vec<String> {
    window()
        .navigator()
        .languages()
        .iter()
        .filter_map(|tag: JsValue| tag.as_string())
        .collect()
}

/// The certificates of authorities that this page carries.
pub fn authorities() -> Vec<Certificate> {
    let text = document()
        .get_element_by_id("authorities")
        .and_then(|script| script.text_content())
        .unwrap_or_default();
    Certificate::all_from_pem(text.as_bytes())
}

/// The element that the application fills, emptied of what was shown while it started.
pub fn application_root() -> Option<web_sys::Element> {
    let root = document().get_element_by_id("app")?;
    root.set_inner_html("");
    Some(root)
}

/// Prints the `.sheet` of this id alone: the style sheet hides the rest meanwhile.
pub fn print_sheet(id: &str) {
    let Some(sheet) = element(id) else { return };
    // The names are valid, so setting them cannot fail.
    let _ = sheet.set_attribute("data-printed", "");
    set_root_attribute("data-print", "sheet");
    EventListener::once(&window(), "afterprint", move |_| {
        let _ = sheet.remove_attribute("data-printed");
        if let Some(root) = document().document_element() {
            let _ = root.remove_attribute("data-print");
        }
    })
    .forget();
    print();
}

/// The markup of the element `id`, to be saved as a file.
pub fn markup(id: &str) -> String {
    element(id)
        .map(|element| element.outer_html())
        .unwrap_or_default()
}

/// Text as it stands in the query of an address (RFC 3986).
pub fn encode(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}
