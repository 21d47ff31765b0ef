# Ce qui entoure chaque page.
frame-skip = Aller au contenu
frame-unofficial = Outil indépendant : ce n’est pas un service officiel de l’ANS.
frame-navigation = Pages
frame-next = À faire maintenant :
frame-language = Langue
frame-theme = Apparence
frame-footer = CertiROC { $version } – logiciel libre, licence MIT ou Apache-2.0. Aucune donnée ne quitte cette page.
theme-system = Comme le système
theme-light = Claire
theme-dark = Sombre

severity-error = Erreur :
severity-warning = Attention :
severity-information = Information :
summary-title = { $count ->
    [one] Une erreur à corriger
   *[other] { $count } erreurs à corriger
}

next-save = Enregistrer le dossier

list-shown = { $shown } sur { $count }
list-more = En afficher { $count } de plus

intake-drop = Vous pouvez aussi déposer le fichier n’importe où sur cette page.
file-kind = Dossier CertiROC
file-too-large = ce fichier est trop gros ({ $size } Mio) pour être un dossier ou une demande.
file-unreadable = le navigateur n’a pas pu lire ce fichier. A-t-il été déplacé, ou est-ce un dossier ?

notice-dismiss = Fermer ce message
notice-open-failed = « { $name } » n’a pas été ouvert, et rien n’a changé ici : { $cause }
notice-opened = le dossier « { $name } » est ouvert.
notice-opened-ignoring = le dossier « { $name } » est ouvert. Ces fichiers de l’archive n’en font pas partie et ne seront pas repris au prochain enregistrement : { $members }.
notice-not-joined = « { $name } » n’a pas été repris ici. { $cause }
notice-joined = une autre personne ou un autre onglet a changé « { $name } » : ses changements sont repris ici, et les vôtres sont gardés.
notice-verified = « { $name } » a été relu : vos clés y sont.
notice-file-failed = l’enregistrement n’a pas abouti ; le fichier déjà présent sur le disque n’a pas été modifié. Choisissez un autre emplacement, ou téléchargez le dossier. Réponse du navigateur : { $words }
notice-write-refused = le dossier « { $name } » est ouvert, sans autorisation de le modifier : enregistrez vos changements sous un autre nom ou par téléchargement.
notice-seal-failed = le dossier n’a pas pu être préparé : { $words }
notice-passphrase-kept = la phrase secrète n’a pas été changée : une autre clé est entrée dans le dossier pendant ce temps. Recommencez.
notice-passphrase-changed = la phrase secrète est changée. Les fichiers enregistrés avant gardent l’ancienne : enregistrez de nouveau le dossier, puis supprimez-les. Les demandes de certificat restent valables.
confirm-replace = Le dossier ouvert a des changements qui ne sont pas enregistrés. Les abandonner ?

conflicts-title = Deux changements de la même chose
conflicts-text = Une autre personne, ou un autre onglet, a changé ce que vous avez changé. Rien n’est écrit dans le fichier tant que vous n’avez pas choisi.
conflicts-ours = Ici :
conflicts-theirs = Dans le fichier :
conflicts-choose = Garder
conflicts-choose-label = Garder « { $value } » ({ $name })
item-created-at = Création du dossier
item-service-name = Nom du service ({ $product })
item-key-size = Taille de la prochaine clé ({ $product })
item-key = Clé { $key } ({ $product })
item-csr = Demande de certificat de la clé { $key } ({ $product })
item-current-key = Clé à utiliser pour la demande ({ $product })
item-certificate = Certificat de la clé { $key } ({ $product })
item-revocation = État de révocation du certificat de la clé { $key } ({ $product })
item-authority = Certificat d’autorité
item-remind-after = Délai avant relance
value-none = (rien)
value-made = faite le { $time }
value-key = clé { $key }
value-days = { $days ->
    [one] { $days } jour ouvré
   *[other] { $days } jours ouvrés
}

save-region = Enregistrement du dossier
save-attention = Non enregistré :
save-unsaved = ces données ne sont que dans cet onglet et seraient perdues s’il se fermait.
save-writing = Enregistrement dans { $file }…
save-soon = les derniers changements vont être écrits dans { $file }.
save-done-in = Enregistré dans { $file } ({ $time }).
save-linked = Le dossier s’enregistre dans { $file } à chaque changement.
save-done = Enregistré ({ $time }).
save-choose = Enregistrer le dossier sous…
save-again = Réessayer
save-failed = le dossier n’a pas pu être écrit dans { $file }. { $cause }
save-refused = Ce fichier n’a pas été modifié ; le prochain changement sera un nouvel essai. Réponse du navigateur : { $words }
save-unreadable = Ce fichier n’est plus un dossier lisible, et n’a pas été modifié : enregistrez ailleurs.
save-other-dossier = Ce fichier est maintenant un autre dossier, qui n’a pas été modifié : enregistrez sous un autre nom.
save-two-passphrases = Une autre personne y a changé la phrase secrète pendant que des clés étaient faites ici, ou l’inverse : aucune phrase n’ouvrirait toutes les clés. Rien n’y a été modifié : enregistrez sous un autre nom, et gardez les deux fichiers.
save-waiting = { $file } attend votre choix : une autre personne y a changé la même chose que vous.
save-download = Télécharger le dossier
save-confirm = Le navigateur ne dit pas si le téléchargement est bien arrivé. Vérifiez que « { $file } » est sur votre disque : redonnez-le ici pour que la page le relise, ou confirmez vous-même.
save-verify = Relire le fichier enregistré
save-stated = J’ai vérifié : le dossier est enregistré
notice-earlier-state = « { $name } » est un état plus ancien de ce dossier : vos dernières clés n’y sont pas. Redonnez le fichier que vous venez d’enregistrer.
frame-notices = Messages
seal-region = Sceau du dossier
seal-of = Scellé n° { $number }, le { $time }
seal-none = Sans sceau
seal-changes =  ; { $count ->
    [one] { $count } changement
   *[other] { $count } changements
} depuis
seal-verified =  ; sceau vérifié.
seal-unverified =  ; non vérifié.
unverified = Non vérifié : les états, les dates et les adresses de cette page sont ceux du fichier. Vérifiez le dossier, et décidez de ce qui a changé, avant de vous y fier.
seal-verify = Vérifier le dossier
seal-lead = Tant que la phrase secrète n’a pas été saisie ici, rien ne prouve que ce dossier est tel que vous l’avez laissé. Vous pouvez suivre la procédure ; les demandes, les fichiers et les commandes attendent.
seal-fingerprint = Empreinte SHA-256 de la clé du sceau, à comparer avec la feuille imprimée : { $fingerprint }
seal-gone = Ce dossier avait un sceau, et le fichier n’en a plus. Quelqu’un l’a enregistré sans le sceau. Vérifiez chaque changement, et prévenez le responsable de la sécurité.
seal-broken = Un sceau de ce dossier est abîmé, ou n’a pas été fait avec votre phrase secrète. Il ne compte pas. Vérifiez chaque changement, et prévenez le responsable de la sécurité.
seal-closed = La phrase secrète n’ouvre pas toutes les clés du dossier, ou une clé n’est pas celle de sa demande. Ne commandez rien avec ces demandes.
seal-alarm = Une clé, une demande ou un certificat n’est pas ce qui a été scellé. Ne commandez rien. Si une demande a déjà été envoyée, faites révoquer le certificat émis. Prévenez le responsable de la sécurité et le mandataire, puis rétablissez ce qui a été scellé.
seal-dismiss = J’ai lu
seal-decide = Voici ce qui a changé sans la phrase secrète. Rien n’est scellé avant que vous l’ayez accepté.
seal-old = Scellé :
seal-new = Maintenant :
seal-restore = Rétablir
seal-restore-alarms = Rétablir les clés et les demandes scellées
seal-restore-confirm = Les clés et les demandes qui n’ont pas été scellées quitteront le dossier. Gardez une copie du fichier avant de continuer. Rétablir ?
seal-restore-label = Rétablir : { $name }
seal-accept = Accepter
seal-accept-label = Accepter : { $name }
seal-accept-minor = Accepter les réponses, les dates et le journal
seal-held = Cette demande n’est pas remise : le dossier n’est pas vérifié, ou des changements attendent votre décision.
request-lost = La phrase secrète de la clé de cette demande est perdue : faites une nouvelle clé.
seal-held-link = Voir le sceau, en haut de la page
item-seal-key = Clé du sceau
item-compared = Empreinte comparée de l’autorité { $fingerprint }
item-refused = Refus de l’autorité { $fingerprint }
value-yes = oui
value-lines = { $lines ->
    [one] { $lines } ligne
   *[other] { $lines } lignes
}
clock-late = L’heure de ce poste est-elle juste ? Il indique le { $now }, alors que ce dossier ou cette page en étaient déjà au { $past }. Les dates de validité, les rappels et le journal en dépendent.
