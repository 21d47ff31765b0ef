### Texts on the page before its program runs. No variables.

## While the page starts

boot-loading = Loading CertiROC…
boot-no-script = CertiROC needs JavaScript, which is switched off in this browser. Switch it on for this page, then reload it. Nothing is sent over the network: the page makes that impossible.

## Instead of the page, within another page

framed-title = CertiROC does not run within another page
framed-text = Another page shows this one in a frame, and could lay something else over it: what you type might go elsewhere. Nothing was started.
framed-link = Open CertiROC by itself

## Instead of the page, where it cannot start

failure-old-title = This browser cannot open CertiROC
failure-old-text = Open this page with an up-to-date browser. CertiROC needs at least Chrome or Edge 97, Firefox 102 or Safari 16.
failure-old-policy = If your browser is recent, WebAssembly has probably been switched off in it by an enhanced security setting or by your IT department: allow it for this page, or try another browser.
failure-damaged-title = This copy of CertiROC is damaged
failure-damaged-text = The file is incomplete or has been changed. Get a new copy and compare its SHA-256 with the one published in the file “SHA256SUMS”.
failure-details = What the browser says

## Instead of the page, after an error in the program

panic-title = CertiROC has stopped
panic-text = An error in the program interrupted it. Nothing you did caused this, and nothing was sent over the network.
panic-kept = Your dossier can be saved here, as it was after the last completed change. The private keys in it are encrypted: it opens with your passphrase.
panic-save = Save the dossier
panic-saved = The dossier was handed to the browser to be saved. Check that the file is in your downloads before you reload the page:
panic-nothing = No dossier was open: there is nothing to save.
panic-reload = Reload the page
panic-details = Technical message to include if you report the error
