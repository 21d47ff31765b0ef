requests-title = Keys and requests
requests-lead = Two certificates are to be asked for, each with its own key. Each request (CSR) holds the public key and the name; the private key stays in the dossier, encrypted.
product-auth-cli-use = Authenticates the hospital to the AMC directory (mutual TLS).
product-sign-use = Signs the SAML tokens sent to the services of the AMC.
order-service = Service name (“service applicatif”)
order-service-hint = The platform asks for it as well: give exactly the same name there.
order-details = Name asked for and key size (RSA { $bits } bit)
order-key-size = Size of the RSA key
key-size-name = { $bits } bit
key-size-undocumented = All known IGC-Santé certificates have a key of 2048 bits. Nothing documents that the platform accepts another size.
finding-service-missing = Give the name of the service. Recommended name: { $expected }
finding-service-too-long = The name of the service is longer than 64 characters, a certificate’s limit.
finding-service-hidden = The name of the service holds a character that cannot be seen, or an accent apart from its letter ({ $found }). Type it again.
finding-service-other = The ANS procedure recommends { $expected }: it is the name that tells this certificate from the other. Change it only if your vendor asks for it.
finding-service-swapped = This name is the one recommended for { $other }. For this certificate: { $expected }

request-none = No request yet.
request-locked-title = Request made, waiting for the dossier to be saved
request-locked = The request’s text will be shown as soon as its private key is in a saved dossier: without that key, the certificate that came back would be of no use.
request-ready = { $product } request ready (made on { $time })
request-outdated = The establishment or the service has changed since: this request bears the old name. Make it again below.

plan-label = { $product }: what to do?
plan-keep = Keep the present request
plan-same-key = New request with the same key
plan-new-key = New key and new request
make-title = Make the keys and the requests
make-lead = One passphrase protects the keys of this dossier.
make-lost = passphrase lost: both certificates get a new key under a new passphrase. Nothing changes before that.
make-found = I have found it
make-forgotten = Check the passphrase, or say that it is lost
make-submit = Make keys and requests
make-nothing = nothing to make: both requests are kept as they are.
make-needs-establishment = describe the establishment first; something is missing or has to be corrected.
make-needs-names = correct the service name marked above first.

stage-starting = Getting ready…
stage-checking = Checking the passphrase…
stage-seal-key = Making the key of the seal…
stage-generating = Making the { $product } key (RSA { $bits } bit)…
stage-sealing = Encrypting the { $product } key…
stage-signing = Signing the { $product } request…
stage-resealing = Encrypting key { $number } of { $all }…
job-elapsed = { $seconds ->
    [one] { $seconds } second so far
   *[other] { $seconds } seconds so far
}
job-cancel = Cancel
failure-wrong-passphrase = this passphrase does not open the dossier’s keys. The dossier is intact; check hyphens, capitals and keyboard layout, then try again.
failure-unacceptable-passphrase = the passphrase must have 12 to 128 characters, no accents, and no space at either end.
failure-internal = the work did not succeed, and the dossier has not changed. Try again; if it happens again, report this message: { $words }

passphrase-title = Passphrase
passphrase-new-title = New passphrase
passphrase-why = It encrypts the private keys. Nobody can recover it: without it, everything has to be asked for again. Keep it apart from the dossier.
passphrase-choice = How to choose it?
passphrase-generated = Generated (recommended)
passphrase-own = My own
passphrase-shown-once = It is shown only now. Print it or put it in your safe before you go on. Its letters are in the same place on AZERTY and QWERTY keyboards.
passphrase-print = Print the passphrase
passphrase-sheet = Passphrase of a CertiROC dossier, printed on { $day }
passphrase-not-printed = The passphrase is not on this paper: only the button “Print the passphrase” prints it.
passphrase-sheet-advice = Keep it in a safe place, apart from the dossier’s file, until the certificates expire. Once the dossier is saved, destroy older sheets.
passphrase-retype = Type the passphrase again
passphrase-retype-hint = With the hyphens. This proves that it was noted down.
passphrase-label = Your passphrase
passphrase-rules = At least 12 characters: unaccented letters, digits, punctuation, spaces; four unrelated words, for instance. Accents are excluded because Java and other software refuse them or read them otherwise.
passphrase-again = The same, a second time
passphrase-differs = The two entries differ.
passphrase-too-short = { $found ->
    [one] One character only: at least 12 are needed.
   *[other] { $found } characters: at least 12 are needed.
}
passphrase-too-long = The passphrase is longer than 128 characters.
passphrase-not-ascii = The character “{ $character }” is not accepted: Java and other software refuse accents or read them otherwise.
passphrase-outer-space = A space at the beginning or the end is easily lost in copying: remove it.
passphrase-guessable = Too easy to guess:
guessable-repetition = it repeats itself.
guessable-run = it follows neighbouring keys.
guessable-known = it is the establishment’s name or number.
guessable-common = it is made of well-known passwords.
guessable-short = there is too little in it.
strength-weak = Estimated strength: weak. Add a word or two.
strength-fair = Estimated strength: fair.
strength-strong = Estimated strength: good.
passphrase-existing = Passphrase of the dossier
passphrase-existing-hint = The one chosen when the first keys were made.

csr-caption = Content of the request
csr-subject-row = Name: { $name }
csr-key = Public key
csr-key-value = { $algorithm } { $bits } bit
csr-key-id = SHA-256 of the public key
csr-signature = Signature algorithm
csr-signature-state = Signature state
csr-signature-valid = verified
csr-signature-invalid = false
csr-raw = Text of the request (PEM)
csr-copy = Copy the text
csr-download-pem = Download (PEM)
csr-download-der = Download (DER)
csr-copied = Text copied.
csr-not-copied = The browser did not allow copying. The text is selected: copy it with Ctrl+C.
csr-signature-unverifiable = an algorithm that this page cannot verify
make-again-title = Make a request again
request-send = On the platform, order this product, give the service name “{ $service }”, then upload this request.
request-platform = IGC-Santé platform (new tab; needs a network and a CPx card)
http-title = This page came over http, unprotected
http-text = Anybody between the server and you can have changed it, and would then know the keys that it makes. Ask whoever runs the server for the file certiroc.html: compare its SHA-256 with the one published in SHA256SUMS, and open it from the disk. Or open this page over https:
http-words = I have read that this page, come over http from { $address }, may have been changed on its way, and that its keys may then be known; I make production keys here all the same.
http-said = Keys made over http. In the user’s words: “{ $words }”
