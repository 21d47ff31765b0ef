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

intake-drop = Vous pouvez aussi déposer le fichier n’importe où sur cette page.
file-kind = Dossier CertiROC
file-too-large = ce fichier est trop gros ({ $size } Mio) pour être un dossier ou une demande.
file-unreadable = le navigateur n’a pas pu lire ce fichier. A-t-il été déplacé, ou est-ce un dossier ?

notice-dismiss = Fermer ce message
notice-open-failed = « { $name } » n’a pas été ouvert, et rien n’a changé ici : { $cause }
notice-opened = le dossier « { $name } » est ouvert.
notice-opened-ignoring = le dossier « { $name } » est ouvert. Ces fichiers de l’archive n’en font pas partie et ne seront pas repris au prochain enregistrement : { $members }.
notice-verified = « { $name } » a été relu : vos clés y sont.
notice-file-failed = l’enregistrement n’a pas abouti ; le fichier déjà présent sur le disque n’a pas été modifié. Choisissez un autre emplacement, ou téléchargez le dossier. Réponse du navigateur : { $words }
notice-write-refused = le dossier « { $name } » est ouvert, sans autorisation de le modifier : enregistrez vos changements sous un autre nom ou par téléchargement.
notice-seal-failed = le dossier n’a pas pu être préparé : { $words }
notice-passphrase-changed = la phrase secrète est changée. Les fichiers enregistrés avant gardent l’ancienne : enregistrez de nouveau le dossier, puis supprimez-les. Les demandes de certificat restent valables.
confirm-replace = Le dossier ouvert a des changements qui ne sont pas enregistrés. Les abandonner ?

save-region = Enregistrement du dossier
save-attention = Non enregistré :
save-unsaved = ces données ne sont que dans cet onglet et seraient perdues s’il se fermait.
save-writing = Enregistrement dans { $file }…
save-soon = les derniers changements vont être écrits dans { $file }.
save-done-in = Enregistré dans { $file } ({ $time }).
save-linked = Le dossier s’enregistre dans { $file } à chaque changement.
save-done = Enregistré ({ $time }).
save-choose = Enregistrer le dossier sous…
save-download = Télécharger le dossier
save-confirm = Le navigateur ne dit pas si le téléchargement est bien arrivé. Vérifiez que « { $file } » est sur votre disque : redonnez-le ici pour que la page le relise, ou confirmez vous-même.
save-verify = Relire le fichier enregistré
save-stated = J’ai vérifié : le dossier est enregistré
notice-earlier-state = « { $name } » est un état plus ancien de ce dossier : vos dernières clés n’y sont pas. Redonnez le fichier que vous venez d’enregistrer.
frame-notices = Messages
