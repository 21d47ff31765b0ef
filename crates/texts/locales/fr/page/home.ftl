home-title = Accueil
home-lead = CertiROC accompagne un établissement de santé jusqu’aux deux certificats logiciels de l’IGC-Santé qu’il lui faut pour ROC : ORG AUTH_CLI et ORG SIGN. Il dit à chaque moment ce qui reste à faire, qui doit le faire et quoi envoyer à qui. Les clés privées sont créées ici, dans votre navigateur, et n’en sortent que chiffrées.
home-step-prerequisites = Vérifiez les prérequis : contrat, cartes, personnes.
home-step-authorisation = Faites habiliter la personne qui commandera les certificats (formulaire 413).
home-step-generation = Créez les clés et les demandes, commandez les deux certificats, installez-les.
home-step-life = Pendant trois ans : surveillez l’échéance, renouvelez, révoquez si besoin.
home-open-title = Ouvrir un dossier
home-privacy-title = Ce qui reste chez vous
home-privacy = La page ne communique avec aucun serveur : le navigateur le lui interdit. Elle fonctionne sans réseau, depuis une clé USB comme depuis un serveur. Rien n’est gardé dans le navigateur, sauf la langue et l’apparence.

open-choose = Ouvrir et continuer d’enregistrer dans le même fichier…
open-choose-hint = Le navigateur demandera l’autorisation de modifier ce fichier.
open-file = Ouvrir un dossier (.zip) sans le modifier

dossier-title = Dossier
dossier-lead = Le dossier est un fichier ZIP ordinaire : les clés privées chiffrées, les demandes de certificat, un fichier de données et un LISEZMOI.txt qui explique comment continuer avec OpenSSL seul. Il ne dépend pas de CertiROC.
dossier-save-title = Enregistrer
dossier-new = Commencer un nouveau dossier
dossier-passphrase-lead = Les clés sont ouvertes avec la phrase actuelle puis chiffrées de nouveau. Elles ne changent pas : les demandes déjà transmises restent valables.
dossier-passphrase-old = Phrase secrète actuelle
dossier-passphrase-change = Changer la phrase secrète
dossier-no-key = Ce dossier n’a pas encore de clé : la phrase secrète se choisit quand on les crée.
check-lead = Vérifiez que la phrase notée sur le papier ouvre toutes les clés. Rien n’est modifié.
check-submit = Vérifier ma phrase secrète
check-opens = { $count ->
    [one] Elle ouvre { $count } clé du dossier.
   *[other] Elle ouvre { $count } clés du dossier.
}
check-closed = Elle n’ouvre pas la clé { $product } { $key }.
facts-title = À reporter sur la feuille
facts-key = Clés { $product } : { $keys }
lost-title = Je l’ai perdue
lost-steps =
    Personne ne peut la retrouver. Cherchez la feuille, et vérifiez ci-dessus ce que vous trouvez.
    Faites de nouvelles clés et demandes, sous une nouvelle phrase. Tout le reste est gardé, les anciennes clés aussi, au cas où.
    Commandez et installez les nouveaux certificats. Les fichiers déjà installés servent jusque-là.
    Révoquez alors les anciens certificats, que la page Certificats signale, et ceux qui arriveraient encore ; tout de suite, si quelqu’un a pu trouver la feuille et le dossier.
lost-start = Faire de nouvelles clés et demandes

journal-title = Journal
journal-date = Date
journal-event = Événement
event-created = Dossier créé
event-request-made = Demande { $product } créée (clé { $key })
event-passphrase-changed = Phrase secrète changée
event-passphrase-lost = Phrase secrète perdue
event-person-erased = Personne effacée
event-short-password = – mot de passe court, imposé par la cible
event-saved-as-stated = Enregistrement confirmé par l’utilisateur

archive-not-a-zip = ce n’est pas un dossier CertiROC (le fichier n’est pas une archive ZIP).
archive-too-large = l’archive dépasse { $limit } Mio, la limite d’un dossier.
archive-damaged = l’archive est abîmée : « { $member } » ne correspond plus à ce qui avait été enregistré. Reprenez une autre copie du dossier.
archive-missing = il manque « { $member } » dans l’archive. Reprenez une autre copie du dossier, ou remettez ce fichier.
archive-newer = ce dossier a été enregistré par une version plus récente de CertiROC (format { $found } ; cette page lit le format { $supported }). Ouvrez-le avec cette version.
archive-invalid = « { $member } » n’a pas la forme attendue. Reprenez une autre copie du dossier.

archive-too-many = l’archive contient plus de { $limit } fichiers : ce n’est pas un dossier CertiROC.
archive-damaged-whole = l’archive est abîmée ou incomplète : prenez-en une autre copie.
archive-several = l’archive contient plusieurs dossiers : extrayez celui que vous voulez ouvrir.
event-saved-verified = Fichier enregistré relu par la page
archive-notice =
    DOSSIER CERTIROC
    { $hospital }
    Écrit le { $day } par CertiROC { $version }

    Ce fichier ZIP contient ce qu’il faut pour obtenir et utiliser les certificats
    logiciels ORG AUTH_CLI et ORG SIGN de l’IGC-Santé. Conservez-le, ainsi que sa phrase
    secrète, jusqu’à l’expiration des certificats (trois ans).

    dossier.json      l’établissement, les personnes, les réponses et les dates de la
                      procédure, les demandes, le journal, l’empreinte SHA-256 de
                      chaque fichier
    cles/             les clés privées, chiffrées par la phrase secrète (PKCS#8, PBES2 :
                      AES-256-CBC, PBKDF2-HMAC-SHA-256) ; « sceau.key.pem » est celle
                      du sceau
    csr/              les demandes de certificat (PKCS#10)
    certificats/      les certificats reçus
    autorites/        les certificats d’autorités
    sceau.json        le sceau : l’empreinte SHA-256 de chaque fichier scellé
    sceau.sig         sa signature
    sceau.pub.pem     la clé publique qui la vérifie
    scelle/           les fichiers tels qu’ils ont été scellés, s’ils ont changé depuis
    sceau-2.*, scelle-2/   de même, pour un autre sceau, à réunir avec le premier

    Ce qui peut être envoyé
    - à la plateforme de l’ANS : les fichiers de « csr », et eux seuls, une fois le dossier
      vérifié par CertiROC ;
    - à un éditeur, à un correspondant : les fichiers de « certificats » et d’« autorites » ;
    - à personne : ce fichier ZIP, « dossier.json » (des noms et des adresses y figurent), les
      répertoires « cles » et « scelle », la phrase secrète. Les fichiers « sceau » ne servent
      qu’à vérifier ce dossier.

    Ce texte ne prouve rien : quiconque écrit dans le fichier peut le changer. Ce que le
    sceau prouve, CertiROC le dit quand la phrase secrète est saisie. Avec OpenSSL :
        openssl dgst -sha256 -verify sceau.pub.pem -signature sceau.sig sceau.json
        openssl pkey -pubin -in sceau.pub.pem -outform DER -out sceau.der
        openssl dgst -sha256 sceau.der
    La dernière ligne est l’empreinte de la clé du sceau : comparez-la avec la feuille
    imprimée.

    Pour reprendre le dossier, ouvrez-le avec CertiROC. Sans CertiROC, OpenSSL suffit
    (remplacez FICHIER par le nom réel) :

    Vérifier une demande
        openssl req -in csr/FICHIER.csr.pem -noout -verify -subject -nameopt utf8

    Vérifier que la phrase secrète ouvre une clé (rien n’est écrit)
        openssl pkey -in cles/FICHIER.key.pem -noout -check

    Quand le certificat est arrivé, vérifier qu’il va avec la clé : les deux lignes
    doivent être égales
        openssl pkey -in cles/FICHIER.key.pem -pubout
        openssl x509 -in CERTIFICAT.pem -noout -pubkey

    Réunir clé, certificat et chaîne dans un fichier PKCS#12
        openssl pkcs12 -export -inkey cles/FICHIER.key.pem -in CERTIFICAT.pem
            -certfile CHAINE.pem -out SORTIE.p12
