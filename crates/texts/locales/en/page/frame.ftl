# What surrounds every page.
frame-skip = Skip to the content
frame-unofficial = Independent tool: this is not an official service of the ANS.
frame-navigation = Pages
frame-next = To do now:
frame-language = Language
frame-theme = Appearance
frame-footer = CertiROC { $version } – free software, MIT or Apache-2.0 licence. No data leaves this page.
theme-system = As the system
theme-light = Light
theme-dark = Dark

severity-error = Error:
severity-warning = Warning:
severity-information = Note:
summary-title = { $count ->
    [one] One error to correct
   *[other] { $count } errors to correct
}

next-save = Save the dossier

list-shown = { $shown } of { $count }
list-more = Show { $count } more

intake-drop = You can also drop the file anywhere on this page.
file-kind = CertiROC dossier
file-too-large = this file is too large ({ $size } MiB) for a dossier or a request.
file-unreadable = the browser could not read this file. Was it moved, or is it a folder?

notice-dismiss = Close this message
notice-open-failed = “{ $name }” was not opened, and nothing has changed here: { $cause }
notice-opened = the dossier “{ $name }” is open.
notice-opened-ignoring = the dossier “{ $name }” is open. These files of the archive are not part of it and will not be in the next save: { $members }.
notice-not-joined = “{ $name }” was not taken over here. { $cause }
notice-joined = somebody else, or another tab, changed “{ $name }”: those changes are taken over here, and yours are kept.
notice-verified = “{ $name }” was read back: your keys are in it.
notice-file-failed = saving did not succeed; the file that was on the disk is unchanged. Choose another place, or download the dossier. What the browser said: { $words }
notice-write-refused = the dossier “{ $name }” is open, without the right to change it: save your changes under another name or as a download.
notice-seal-failed = the dossier could not be prepared: { $words }
notice-passphrase-kept = the passphrase was not changed: another key came into the dossier meanwhile. Do it again.
notice-passphrase-changed = the passphrase is changed. Files saved before keep the old one: save the dossier again, then delete them. The certificate requests stay valid.
confirm-replace = The open dossier has changes that are not saved. Give them up?

conflicts-title = The same thing, changed twice
conflicts-text = Somebody else, or another tab, changed what you have changed. Nothing is written to the file until you have chosen.
conflicts-ours = Here:
conflicts-theirs = In the file:
conflicts-choose = Keep
conflicts-choose-label = Keep “{ $value }” ({ $name })
item-created-at = When the dossier was begun
item-service-name = Service name ({ $product })
item-key-size = Size of the next key ({ $product })
item-key = Key { $key } ({ $product })
item-csr = Certificate request of key { $key } ({ $product })
item-current-key = Key to use for the request ({ $product })
item-certificate = Certificate of key { $key } ({ $product })
item-revocation = Revocation status of the certificate of key { $key } ({ $product })
item-authority = Certificate of an authority
item-remind-after = Time before a reminder
value-none = (nothing)
value-made = made on { $time }
value-key = key { $key }
value-days = { $days ->
    [one] { $days } working day
   *[other] { $days } working days
}

save-region = Saving the dossier
save-attention = Not saved:
save-unsaved = these data are only in this tab and would be lost if it closed.
save-writing = Saving to { $file }…
save-soon = the last changes are about to be written to { $file }.
save-done-in = Saved in { $file } ({ $time }).
save-linked = The dossier saves itself in { $file } at each change.
save-done = Saved ({ $time }).
save-choose = Save the dossier as…
save-again = Try again
save-failed = the dossier could not be written to { $file }. { $cause }
save-refused = That file has not been changed; the next change will be another try. What the browser said: { $words }
save-unreadable = That file is no longer a dossier that can be read, and has not been changed: save elsewhere.
save-other-dossier = That file is another dossier now, which has not been changed: save under another name.
save-two-passphrases = Somebody else changed the passphrase in it while keys were made here, or the reverse: no passphrase would open all the keys. Nothing in it has been changed: save under another name, and keep both files.
save-waiting = { $file } is waiting for your choice: somebody else changed the same thing as you.
save-download = Download the dossier
save-confirm = The browser does not tell whether the download has arrived. Check that “{ $file }” is on your disk: give it back here for the page to read it, or confirm yourself.
save-verify = Read the saved file back
save-stated = I have checked: the dossier is saved
notice-earlier-state = “{ $name }” is an earlier state of this dossier: your latest keys are not in it. Give back the file that you have just saved.
frame-notices = Messages
seal-region = The dossier’s seal
seal-of = Sealed, no. { $number }, on { $time }
seal-none = Not sealed
seal-changes = ; { $count ->
    [one] { $count } change
   *[other] { $count } changes
} since
seal-verified = ; seal verified.
seal-unverified = ; not verified.
unverified = Not verified: the states, dates and addresses on this page are what the file says. Verify the dossier, and decide on what has changed, before you rely on them.
seal-verify = Verify the dossier
seal-lead = Until the passphrase has been typed here, nothing proves that this dossier is as you left it. You can go on with the procedure; requests, files and commands wait.
seal-fingerprint = SHA-256 of the seal key, to compare with the printed sheet: { $fingerprint }
seal-gone = This dossier had a seal, and the file has none. Somebody saved it without the seal. Check each change, and tell whoever is in charge of security.
seal-broken = A seal of this dossier is damaged, or was not made with your passphrase. It does not count. Check each change, and tell whoever is in charge of security.
seal-closed = The passphrase does not open every key of the dossier, or a key is not that of its request. Order nothing with these requests.
seal-alarm = A key, a request or a certificate is not what was sealed. Order nothing. If a request was sent already, have the certificate revoked. Tell whoever is in charge of security and the mandataire, then restore what was sealed.
seal-dismiss = I have read this
seal-decide = This has changed without the passphrase. Nothing is sealed before you have accepted it.
seal-old = Sealed:
seal-new = Now:
seal-restore = Restore
seal-restore-alarms = Restore the sealed keys and requests
seal-restore-confirm = Keys and requests that were not sealed will leave the dossier. Keep a copy of the file before you go on. Restore?
seal-restore-label = Restore: { $name }
seal-accept = Accept
seal-accept-label = Accept: { $name }
seal-accept-minor = Accept the answers, the dates and the journal
seal-held = This request is not handed over: the dossier is not verified, or changes wait for your decision.
request-lost = The passphrase of this request’s key is lost: make a new key.
seal-held-link = See the seal, at the top of the page
item-seal-key = Key of the seal
item-compared = Compared fingerprint of authority { $fingerprint }
item-refused = Refusal of authority { $fingerprint }
value-yes = yes
value-lines = { $lines ->
    [one] { $lines } line
   *[other] { $lines } lines
}
clock-late = Is this machine’s clock right? It says { $now }, but this dossier or this page had come to { $past } already. Validity, reminders and the journal depend on it.
