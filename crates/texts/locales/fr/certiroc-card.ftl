# What certiroc-card says. The lists of options and of exit codes are set in columns.

help =
    certiroc-card lit les données publiques d’une carte CPx (CPS, CPF, CPE, CDE…) par PC/SC et les
    écrit dans un seul fichier, à donner à la page CertiROC. Aucun code confidentiel n’est demandé
    ni envoyé ; rien n’est écrit sur la carte, et rien ne part sur le réseau.

    Usage : certiroc-card [OPTIONS] [LECTEUR]

      LECTEUR              nom du lecteur, ou une partie de son nom ; sans lui, le seul lecteur qui
                           contient une carte
      -l, --list           nommer les lecteurs, sans lire de carte
      -o, --output FICHIER où écrire ; « - » : la sortie standard. Sans cette option, dans ce
                           dossier : carte-<dix chiffres de la carte>.pem
      -f, --force          remplacer un fichier qui existe
          --lang { $languages } langue des messages (sinon LC_ALL, LC_MESSAGES, LANG ; sinon le français)
      -V, --version
      -h, --help

    Codes de sortie :
       0  le fichier est écrit            9  carte Vitale
       1  fichier impossible à écrire    10  carte d’une autre famille
       2  option inconnue                11  carte sans certificat
       3  pas de service PC/SC           12  carte ou lecteur retiré pendant la lecture
       4  pas de lecteur, ou inconnu     13  le fichier existe déjà
       5  plusieurs lecteurs             14  accès refusé par le système
       6  pas de carte                   15  le lecteur ou son pilote
       7  carte muette                   16  réponse inattendue de la carte
       8  lecteur occupé

try-help = Essayez : certiroc-card --help
error = Erreur : { $failure }
slot-card = carte présente
slot-mute = carte muette
slot-empty = vide
reading = Lecture de la carte dans { $reader }…
card = Carte : { $label }
unlabelled = sans nom
generation = Génération : { $generation }
serial = Numéro de la puce (EF.SN.ICC) : { $number }
certificate = Certificat « { $label } »
certificate-holder = porteur : { $name }
certificate-issuer = émis par : { $name }
certificate-validity = valable du { $from } au { $to }
certificate-unreadable = illisible : ce n’est pas un certificat X.509
certificate-lost = Certificat « { $label } » : annoncé par la carte, mais illisible
commands = { $number } commandes de lecture envoyées, aucun code confidentiel.
written = Fichier écrit : { $file }. Donnez-le à la page CertiROC, rubrique « Cartes et lecteurs ».
generation-cps3 = CPS3
generation-cps3-contactless = CPS3, lue sans contact
generation-cps4 = CPS4
generation-cps4-candidate = CPS4, version candidate
generation-cps2ter = CPS2ter, ancienne génération
generation-unknown-cps = famille CPS, version inconnue
generation-unknown = inconnue d’après l’ATR

failure-no-service = le service PC/SC du système ne répond pas. Sous Linux, installez et démarrez pcscd (paquets pcscd et libccid) ; sous Windows, démarrez le service « Carte à puce » (SCardSvr) ; sous macOS, branchez le lecteur puis recommencez.
failure-no-reader = aucun lecteur de cartes n’est branché. Branchez-en un, attendez quelques secondes et recommencez ; s’il est branché, son pilote manque.
failure-unknown-reader = aucun lecteur ne porte ce nom. Lecteurs présents :
failure-several-readers = plusieurs lecteurs peuvent convenir. Donnez le nom de l’un d’eux, entre guillemets :
failure-no-card = pas de carte dans le lecteur. Insérez-la, puce vers le lecteur, et recommencez. Lecteurs regardés :
failure-mute = la carte ne répond pas. Est-elle à l’envers, ou la puce est-elle sale ? Retirez-la, retournez-la et recommencez.
failure-busy = la carte est prise par un autre programme : la Cryptolib, un logiciel de facturation, une session ouverte par la carte. Fermez-le et recommencez.
failure-vitale = c’est une carte Vitale, celle d’un assuré. Il faut une carte de la famille CPS (CPS, CPE, CDE…).
failure-unknown-card = cette carte n’est pas de la famille CPS : aucune application de carte professionnelle n’y a été trouvée. Insérez une carte CPS, CPF, CPE, CDE, CPA ou CDA.
failure-no-certificates = la carte est de la famille CPS, mais aucun certificat n’y est lisible. Est-elle nouvelle ou à renouveler ? Le support des cartes de l’ANS peut le dire.
failure-card-removed = la carte a été retirée pendant la lecture. Remettez-la, laissez-la en place et recommencez.
failure-reader-removed = le lecteur a été débranché. Rebranchez-le et recommencez.
failure-refused = le système refuse l’accès au lecteur. Ce compte a-t-il le droit de s’en servir ? Réponse du système : { $words }
failure-reader = le lecteur ou son pilote n’a pas fait ce qu’il devait. Débranchez-le, rebranchez-le et recommencez. Détail pour le support : { $words }
failure-card = la carte a répondu de façon inattendue. Recommencez ; si cela se répète, donnez à la page le fichier de son certificat. Détail pour le support : { $words }
failure-file-exists = { $file } existe déjà, et n’a pas été touché. Choisissez un autre nom (--output), ou remplacez-le (--force).
failure-file = { $name } ne peut pas être écrit. Choisissez un autre dossier (--output). Réponse du système : { $words }
