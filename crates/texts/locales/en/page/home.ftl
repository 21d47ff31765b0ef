home-title = Home
home-lead = CertiROC guides a hospital to the two software certificates of IGC-Santé that it needs for ROC: ORG AUTH_CLI and ORG SIGN. It says at each moment what is left, who must do it, and what to send to whom. The private keys are made here, in your browser, and leave it only encrypted.
home-step-prerequisites = Check the prerequisites: contract, cards, people.
home-step-authorisation = Have the person authorised who will order the certificates (form 413).
home-step-generation = Make the keys and requests, order both certificates, install them.
home-step-life = For three years: watch the expiry date, renew, revoke if needed.
home-open-title = Open a dossier
home-privacy-title = What stays with you
home-privacy = The page speaks to no server: the browser forbids it. It works without a network, from a USB stick as from a server. Nothing is kept in the browser but language and appearance.

open-choose = Open and go on saving to the same file…
open-choose-hint = The browser will ask whether the page may change this file.
open-file = Open a dossier (.zip) without changing it

dossier-title = Dossier
dossier-lead = The dossier is an ordinary ZIP file: the encrypted private keys, the certificate requests, a data file and a LISEZMOI.txt (readme) that says how to go on with OpenSSL alone. It does not depend on CertiROC.
dossier-save-title = Save
dossier-new = Begin a new dossier
dossier-passphrase-lead = The keys are opened with the present passphrase and encrypted again. They stay the same: requests already sent stay valid.
dossier-passphrase-old = Present passphrase
dossier-passphrase-change = Change the passphrase
dossier-no-key = This dossier has no key yet: the passphrase is chosen when they are made.
check-lead = Check that the passphrase on the paper opens every key. Nothing is changed.
check-submit = Check my passphrase
check-opens = { $count ->
    [one] It opens { $count } key of the dossier.
   *[other] It opens { $count } keys of the dossier.
}
check-closed = It does not open the { $product } key { $key }.
facts-title = To be noted on the sheet
facts-key = { $product } keys: { $keys }
lost-title = I have lost it
lost-steps =
    Nobody can recover it. Look for the sheet, and check above what you find.
    Make new keys and requests, under a new passphrase. All the rest is kept, the old keys too, just in case.
    Order and install the new certificates. The files already installed work until then.
    Then revoke the old certificates, which the page Certificates marks, and any that still come; at once, if somebody may have found the sheet and the dossier.
lost-start = Make new keys and requests

journal-title = Journal
journal-date = Date
journal-event = Event
event-created = Dossier created
event-request-made = { $product } request made (key { $key })
event-passphrase-changed = Passphrase changed
event-passphrase-lost = Passphrase lost
event-person-erased = Person erased
event-short-password = – short password, imposed by the target
event-saved-as-stated = Saving confirmed by the user

archive-not-a-zip = it is no CertiROC dossier (the file is not a ZIP archive).
archive-too-large = the archive is larger than { $limit } MiB, the limit of a dossier.
archive-damaged = the archive is damaged: “{ $member }” is no longer what was saved. Take another copy of the dossier.
archive-missing = “{ $member }” is missing from the archive. Take another copy of the dossier, or put this file back.
archive-newer = this dossier was saved by a newer version of CertiROC (format { $found }; this page reads format { $supported }). Open it with that version.
archive-invalid = “{ $member }” does not have the expected form. Take another copy of the dossier.

archive-too-many = the archive holds more than { $limit } files: it is no CertiROC dossier.
archive-damaged-whole = the archive is damaged or incomplete: take another copy of it.
archive-several = the archive holds several dossiers: extract the one that you want to open.
event-saved-verified = Saved file read back by the page
archive-notice =
    CERTIROC DOSSIER
    { $hospital }
    Written on { $day } by CertiROC { $version }

    This ZIP file holds what it takes to obtain and use the software certificates
    ORG AUTH_CLI and ORG SIGN of IGC-Santé. Keep it, and its passphrase, until the
    certificates expire (three years).

    dossier.json      the establishment, the people, the answers and dates of the
                      procedure, the requests, the journal, the SHA-256 of each file
    cles/             the private keys, encrypted with the passphrase (PKCS#8, PBES2:
                      AES-256-CBC, PBKDF2-HMAC-SHA-256); “sceau.key.pem” is that of
                      the seal
    csr/              the certificate requests (PKCS#10)
    certificats/      the certificates that came back
    autorites/        the certificates of authorities
    sceau.json        the seal: the SHA-256 of each sealed file
    sceau.sig         its signature
    sceau.pub.pem     the public key that verifies it
    scelle/           the files as they were sealed, where they have changed since
    sceau-2.*, scelle-2/   likewise, of another seal that is yet to be joined with the first

    What may be sent
    - to the platform of the ANS: the files of “csr”, and nothing else, once CertiROC has
      verified the dossier;
    - to a vendor or correspondent: the files of “certificats” and “autorites”;
    - to nobody: this ZIP file, “dossier.json” (it holds names and addresses), the folders
      “cles” and “scelle”, the passphrase. The files “sceau” only serve to verify this
      dossier.

    This text proves nothing: whoever writes to the file can change it. What the seal
    proves, CertiROC tells once the passphrase is typed. With OpenSSL:
        openssl dgst -sha256 -verify sceau.pub.pem -signature sceau.sig sceau.json
        openssl pkey -pubin -in sceau.pub.pem -outform DER -out sceau.der
        openssl dgst -sha256 sceau.der
    The last line is the fingerprint of the seal key: compare it with the printed sheet.

    To go on, open the dossier with CertiROC. Without CertiROC, OpenSSL is enough
    (replace FILE with the real name):

    Check a request
        openssl req -in csr/FILE.csr.pem -noout -verify -subject -nameopt utf8

    Check that the passphrase opens a key (nothing is written)
        openssl pkey -in cles/FILE.key.pem -noout -check

    When the certificate has come, check that it goes with the key: the two outputs
    must be equal
        openssl pkey -in cles/FILE.key.pem -pubout
        openssl x509 -in CERTIFICATE.pem -noout -pubkey

    Put key, certificate and chain into one PKCS#12 file
        openssl pkcs12 -export -inkey cles/FILE.key.pem -in CERTIFICATE.pem
            -certfile CHAIN.pem -out OUTPUT.p12
