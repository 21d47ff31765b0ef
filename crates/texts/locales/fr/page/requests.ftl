requests-title = Clés et demandes
requests-lead = Deux certificats sont à demander, chacun avec sa propre clé. Chaque demande (CSR) contient la clé publique et le nom ; la clé privée reste dans le dossier, chiffrée.
product-auth-cli-use = Authentifie l’établissement auprès de l’annuaire AMC (TLS mutuel).
product-sign-use = Signe les jetons SAML envoyés aux services des AMC.
order-service = Service applicatif
order-service-hint = La plateforme le demande aussi : indiquez-y exactement le même nom.
order-details = Nom demandé et taille de clé (RSA { $bits } bits)
order-key-size = Taille de la clé RSA
key-size-name = { $bits } bits
key-size-undocumented = Tous les certificats connus de l’IGC-Santé ont une clé de 2048 bits. Rien ne documente que la plateforme accepte une autre taille.
finding-service-missing = Indiquez le nom du service. Nom recommandé : { $expected }
finding-service-too-long = Le nom du service dépasse 64 caractères, la limite d’un certificat.
finding-service-hidden = Le nom du service contient un caractère invisible, ou un accent séparé de sa lettre ({ $found }). Saisissez-le de nouveau.
finding-service-other = La procédure de l’ANS recommande { $expected } : c’est le nom qui distingue ce certificat. Ne le changez que si votre éditeur le demande.
finding-service-swapped = Ce nom est celui recommandé pour { $other }. Pour ce certificat : { $expected }

request-none = Aucune demande pour l’instant.
request-locked-title = Demande créée, en attente de l’enregistrement du dossier
request-locked = Le texte de la demande s’affichera dès que sa clé privée sera dans un dossier enregistré : sans cette clé, le certificat qui reviendrait serait inutilisable.
request-ready = Demande { $product } prête (créée le { $time })
request-outdated = L’établissement ou le service a changé depuis : cette demande porte l’ancien nom. Créez-la de nouveau plus bas.

plan-label = { $product } : que faire ?
plan-keep = Garder la demande actuelle
plan-same-key = Nouvelle demande avec la même clé
plan-new-key = Nouvelle clé et nouvelle demande
make-title = Créer les clés et les demandes
make-lead = Une seule phrase secrète protège les clés de ce dossier.
make-lost = phrase secrète perdue : les deux certificats auront une nouvelle clé sous une nouvelle phrase. Rien ne change avant.
make-found = Je l’ai retrouvée
make-forgotten = Vérifier la phrase secrète, ou dire qu’elle est perdue
make-submit = Créer les clés et les demandes
make-nothing = rien à créer : les deux demandes sont gardées telles quelles.
make-needs-establishment = décrivez d’abord l’établissement ; il manque des informations ou certaines sont à corriger.
make-needs-names = corrigez d’abord le nom de service signalé ci-dessus.

stage-starting = Préparation…
stage-checking = Vérification de la phrase secrète…
stage-seal-key = Création de la clé du sceau…
stage-generating = Création de la clé { $product } (RSA { $bits } bits)…
stage-sealing = Chiffrement de la clé { $product }…
stage-signing = Signature de la demande { $product }…
stage-resealing = Chiffrement de la clé { $number } sur { $all }…
job-elapsed = { $seconds ->
    [one] { $seconds } seconde écoulée
   *[other] { $seconds } secondes écoulées
}
job-cancel = Annuler
failure-wrong-passphrase = cette phrase secrète n’ouvre pas les clés du dossier. Le dossier est intact ; vérifiez les tirets, la casse et la disposition du clavier, puis réessayez.
failure-unacceptable-passphrase = la phrase secrète doit avoir de 12 à 128 caractères, sans accent ni espace au début ou à la fin.
failure-internal = le travail n’a pas abouti, et le dossier n’a pas changé. Réessayez ; si cela se reproduit, transmettez ce message : { $words }

passphrase-title = Phrase secrète
passphrase-new-title = Nouvelle phrase secrète
passphrase-why = Elle chiffre les clés privées. Personne ne peut la retrouver : sans elle, il faut tout redemander. Gardez-la ailleurs qu’avec le dossier.
passphrase-choice = Comment la choisir ?
passphrase-generated = Générée (recommandé)
passphrase-own = La mienne
passphrase-shown-once = Elle n’est affichée que maintenant. Imprimez-la ou mettez-la au coffre avant de continuer. Ses lettres sont à la même place sur les claviers AZERTY et QWERTY.
passphrase-print = Imprimer la phrase secrète
passphrase-sheet = Phrase secrète d’un dossier CertiROC, imprimée le { $day }
passphrase-not-printed = La phrase secrète n’est pas sur ce papier : seul le bouton « Imprimer la phrase secrète » l’imprime.
passphrase-sheet-advice = À conserver dans un lieu sûr, séparée du fichier du dossier, jusqu’à l’expiration des certificats. Une fois le dossier enregistré, détruisez les feuilles plus anciennes.
passphrase-retype = Recopiez la phrase secrète
passphrase-retype-hint = Avec les tirets. Cela prouve qu’elle a bien été notée.
passphrase-label = Votre phrase secrète
passphrase-rules = Au moins 12 caractères : lettres sans accent, chiffres, ponctuation, espaces ; par exemple quatre mots sans rapport. Les accents sont exclus car Java et d’autres logiciels les refusent ou les lisent autrement.
passphrase-again = La même, une seconde fois
passphrase-differs = Les deux saisies diffèrent.
passphrase-too-short = { $found ->
    [one] Un seul caractère : il en faut au moins 12.
   *[other] { $found } caractères : il en faut au moins 12.
}
passphrase-too-long = La phrase secrète dépasse 128 caractères.
passphrase-not-ascii = Le caractère « { $character } » n’est pas accepté : Java et d’autres logiciels refusent les accents ou les lisent autrement.
passphrase-outer-space = Une espace au début ou à la fin se perd facilement en recopiant : retirez-la.
passphrase-guessable = Trop facile à deviner :
guessable-repetition = la même chose y revient.
guessable-run = des touches voisines s’y suivent.
guessable-known = c’est le nom ou le numéro de l’établissement.
guessable-common = ce sont des mots de passe connus.
guessable-short = trop peu varié.
strength-weak = Solidité estimée : faible. Ajoutez un ou deux mots.
strength-fair = Solidité estimée : moyenne.
strength-strong = Solidité estimée : bonne.
passphrase-existing = Phrase secrète du dossier
passphrase-existing-hint = Celle choisie à la création des premières clés.

csr-caption = Contenu de la demande
csr-subject-row = Nom : { $name }
csr-key = Clé publique
csr-key-value = { $algorithm } { $bits } bits
csr-key-id = Empreinte SHA-256 de la clé publique
csr-signature = Algorithme de signature
csr-signature-state = Signature
csr-signature-valid = vérifiée
csr-signature-invalid = fausse
csr-raw = Texte de la demande (PEM)
csr-copy = Copier le texte
csr-download-pem = Télécharger (PEM)
csr-download-der = Télécharger (DER)
csr-copied = Texte copié.
csr-not-copied = Le navigateur n’a pas permis la copie. Le texte est sélectionné : copiez-le avec Ctrl+C.
csr-signature-unverifiable = algorithme que cette page ne sait pas vérifier
make-again-title = Refaire une demande
request-send = Sur la plateforme, commandez ce produit, indiquez le service applicatif « { $service } », puis chargez cette demande.
request-platform = Plateforme IGC-Santé (nouvel onglet, réseau et carte CPx nécessaires)
http-title = Cette page est venue en http, sans protection
http-text = N’importe qui entre le serveur et vous a pu la modifier, et connaîtrait alors les clés qu’elle crée. Demandez à qui tient le serveur le fichier certiroc.html : comparez son empreinte SHA-256 avec celle qui est publiée dans SHA256SUMS, et ouvrez-le depuis le disque. Ou ouvrez cette page en https :
http-words = J’ai lu que cette page, venue en http de { $address }, a pu être modifiée en chemin, et que ses clés seraient alors connues ; je crée malgré tout ici des clés de production.
http-said = Clés en http. Dans les mots de l’utilisateur : « { $words } »
