### Textes présents dans la page avant que son programme ne démarre. Sans variables.

## While the page starts

boot-loading = Chargement de CertiROC…
boot-no-script = CertiROC a besoin de JavaScript, qui est désactivé dans ce navigateur. Activez-le pour cette page, puis rechargez-la. Rien n’est envoyé sur le réseau : la page le rend impossible.

## Instead of the page, within another page

framed-title = CertiROC ne s’exécute pas dans une autre page
framed-text = Une autre page affiche celle-ci dans un cadre, et pourrait la recouvrir : ce que vous saisiriez irait peut-être ailleurs. Rien n’a démarré.
framed-link = Ouvrir CertiROC seul

## Instead of the page, where it cannot start

failure-old-title = Ce navigateur ne peut pas ouvrir CertiROC
failure-old-text = Ouvrez cette page avec un navigateur à jour. CertiROC demande au moins Chrome ou Edge 97, Firefox 102 ou Safari 16.
failure-old-policy = Si votre navigateur est récent, WebAssembly y est sans doute désactivé par un réglage de sécurité renforcée ou par votre service informatique : autorisez-le pour cette page ou essayez un autre navigateur.
failure-damaged-title = Cette copie de CertiROC est abîmée
failure-damaged-text = Le fichier est incomplet ou a été modifié. Procurez-vous-en une nouvelle copie et comparez son empreinte SHA-256 avec celle qui est publiée dans le fichier « SHA256SUMS ».
failure-details = Ce que dit le navigateur

## Instead of the page, after an error in the program

panic-title = CertiROC s’est arrêté
panic-text = Une erreur du programme l’a interrompu. Ce que vous avez fait n’en est pas la cause, et rien n’a été envoyé sur le réseau.
panic-kept = Votre dossier peut être enregistré ici, tel qu’il était après la dernière modification terminée. Ses clés privées y sont chiffrées : il s’ouvre avec votre phrase secrète.
panic-save = Enregistrer le dossier
panic-saved = L’enregistrement du dossier a été demandé. Vérifiez que le fichier se trouve bien dans vos téléchargements avant de recharger la page :
panic-nothing = Aucun dossier n’était ouvert : il n’y a rien à enregistrer.
panic-reload = Recharger la page
panic-details = Message technique à joindre si vous signalez l’erreur
