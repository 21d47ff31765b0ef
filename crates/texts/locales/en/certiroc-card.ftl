# What certiroc-card says. The lists of options and of exit codes are set in columns.

help =
    certiroc-card reads the public data of a CPx card (CPS, CPF, CPE, CDE…) over PC/SC and writes
    them to one file, to be given to the CertiROC page. It neither asks for a confidential code nor
    sends one; nothing is written to the card, and nothing goes to the network.

    Usage: certiroc-card [OPTIONS] [READER]

      READER               the reader’s name, or a part of it; without it, the only reader that has
                           a card
      -l, --list           name the readers, read no card
      -o, --output FILE    where to write; “-”: standard output. Without it, in this folder:
                           carte-<the ten digits of the card>.pem
      -f, --force          replace a file that exists
          --lang { $languages } language of the messages (else LC_ALL, LC_MESSAGES, LANG; else French)
      -V, --version
      -h, --help

    Exit codes:
       0  the file is written             9  Vitale card
       1  the file cannot be written     10  card of another family
       2  unknown option                 11  card without certificates
       3  no PC/SC service               12  card or reader removed during the reading
       4  no reader, or unknown          13  the file exists already
       5  several readers                14  refused by the system
       6  no card                        15  the reader or its driver
       7  mute card                      16  unexpected answer of the card
       8  reader busy

try-help = Try: certiroc-card --help
error = Error: { $failure }
slot-card = card present
slot-mute = mute card
slot-empty = empty
reading = Reading the card in { $reader }…
card = Card: { $label }
unlabelled = without a name
generation = Generation: { $generation }
serial = Number of the chip (EF.SN.ICC): { $number }
certificate = Certificate “{ $label }”
certificate-holder = holder: { $name }
certificate-issuer = issued by: { $name }
certificate-validity = valid from { $from } to { $to }
certificate-unreadable = unreadable: this is no X.509 certificate
certificate-lost = Certificate “{ $label }”: listed by the card, but unreadable
commands = { $number } commands to read sent, no confidential code.
written = File written: { $file }. Give it to the CertiROC page, under “Cards and readers”.
generation-cps3 = CPS3
generation-cps3-contactless = CPS3, read without contact
generation-cps4 = CPS4
generation-cps4-candidate = CPS4, candidate version
generation-cps2ter = CPS2ter, an old generation
generation-unknown-cps = CPS family, unknown version
generation-unknown = unknown by its ATR

failure-no-service = the system’s PC/SC service does not answer. On Linux, install and start pcscd (packages pcscd and libccid); on Windows, start the service “Smart Card” (SCardSvr); on macOS, plug the reader in and try again.
failure-no-reader = no card reader is plugged in. Plug one in, wait a few seconds and try again; if one is, its driver is missing.
failure-unknown-reader = no reader has that name. Readers that are there:
failure-several-readers = several readers may be meant. Give the name of one of them, in quotation marks:
failure-no-card = there is no card in the reader. Insert it, chip first, and try again. Readers looked at:
failure-mute = the card does not answer. Is it upside down, or is the chip dirty? Take it out, turn it over, and try again.
failure-busy = another program has the card: the Cryptolib, billing software, a session opened with the card. Close it and try again.
failure-vitale = this is a Vitale card, that of an insured person. A card of the CPS family is needed (CPS, CPE, CDE…).
failure-unknown-card = this card is not of the CPS family: no application of a professional’s card was found on it. Insert a CPS, CPF, CPE, CDE, CPA or CDA card.
failure-no-certificates = the card is of the CPS family, but no certificate can be read from it. Is it new, or due for renewal? The ANS card support can tell.
failure-card-removed = the card was removed while it was being read. Put it back, leave it there, and try again.
failure-reader-removed = the reader was unplugged. Plug it in again, and try again.
failure-refused = the system refuses access to the reader. May this account use it? The system’s answer: { $words }
failure-reader = the reader or its driver did not do what it should. Unplug it, plug it in again and try once more. Details for support: { $words }
failure-card = the card gave an unexpected answer. Try again; if it happens again, give the page the file of its certificate. Details for support: { $words }
failure-file-exists = { $file } exists already, and was left as it is. Choose another name (--output), or replace it (--force).
failure-file = { $name } cannot be written. Choose another folder (--output). The system’s answer: { $words }
