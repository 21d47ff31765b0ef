course-title = Parcours
course-lead = Toute la procédure, tâche par tâche : ce qui est fait, ce qui reste, qui doit le faire. Chaque tâche a sa fiche.
course-count = { $done ->
    [one] { $done } tâche faite sur { $all }
   *[other] { $done } tâches faites sur { $all }
}
course-filter = Montrer les tâches de
course-everyone = Tout le monde
course-nothing = Rien ici pour cette personne.
course-spared = { $count ->
    [one] { $count } tâche sans objet pour votre établissement
   *[other] { $count } tâches sans objet pour votre établissement
}
course-reminders = Sans réponse depuis longtemps : une relance est proposée pour
course-remind-on = Relance proposée à partir du { $day }
course-answers = Vos réponses
course-answers-lead = Elles décident des tâches ci-dessus. Vous pouvez les changer à tout moment : la page dit ce que cela change.
course-no-answer = Pas encore de réponse
course-give = Une feuille par personne
course-give-lead = Chacun reçoit ses tâches, leur état et les adresses utiles, à imprimer ou à envoyer.
course-more = Formulaires, personnes, documents
course-remind-after = Proposer une relance après (jours ouvrés)
course-remind-hint = Ce délai est le vôtre : l’ANS n’en donne pas.
course-remind-wrong = indiquez un nombre de jours entre 1 et 250.

task-back = Processus général
task-who = Qui : { $who }
task-blocked-by = D’abord :
task-due = Sans réponse : une relance est proposée depuis le { $day }.
task-here = Ici et maintenant
task-steps = Étapes
task-documents = Documents associés
task-addresses = Adresses et contacts
task-landmarks = Où le trouver :
task-practice = À savoir, en plus de la procédure.
task-record = Où en est cette tâche ?
task-powers = Ce que le mandat permet
task-source = D’après :
task-service = À indiquer pour chaque commande dans

status-does-not-apply = Sans objet
status-occasion = Au besoin
status-blocked = Bloquée
status-to-do = À faire
status-in-progress = Commencée le { $day }
status-waiting = En attente d’une réponse, envoyée le { $day }
status-done = Faite
status-done-on = Faite le { $day }

mark-begun = Commencée le
mark-sent = Envoyée le
mark-reminded = Relancée le
mark-done = Terminée le
mark-begin = Je commence
mark-send = C’est envoyé
mark-remind = J’ai relancé
mark-answered = La réponse est arrivée : terminé
mark-finish = C’est fait
marks-by-itself = L’état de cette tâche se déduit de vos réponses et du dossier : il n’y a rien à cocher.
marks-date = Date
marks-no-date = indiquez une date complète : jour, mois, année.
marks-date-ahead = cette date est à venir. Notez ce qui est déjà fait.
marks-by = Votre nom, pour le journal
marks-by-hint = Facultatif. Il figure dans le journal du dossier, à côté de ce que vous notez.
marks-remove = Retirer
marks-remove-label = Retirer : { $mark }
day-today = aujourd’hui
day-ahead = { $days ->
    [one] dans { $days } jour
   *[other] dans { $days } jours
}
day-ago = { $days ->
    [one] il y a { $days } jour
   *[other] il y a { $days } jours
}
list-or = {" ou "}
colon = {"\u00A0: "}

question-place = Question { $number } sur { $all }
question-answer = Votre réponse
question-continue = Continuer
question-choose = choisissez une réponse.
question-follows = Ce qui en découle
question-changes = Ce que ce changement entraîne
question-needed = À faire :
question-not-needed = Sans objet :
question-nothing = Aucune tâche ne change.
question-spared = Vos autres réponses rendent cette question sans objet. Une réponse donnée ici ne comptera que si elle le redevient.

document-contrat = Contrat d’adhésion
document-101 = Formulaire 101
document-301 = Formulaire 301
document-413 = Formulaire 413
document-502 = Formulaire 502
document-guide-plateforme = Guide de la plateforme
document-guide-csr = Procédure de génération de CSR
form-used = Ce formulaire sert à :
form-path = Le trouver sur le site de l’ANS
form-path-lead = Ouvrez la page, puis faites ces choix dans l’ordre.
form-section = Partie de la page
form-profile = Votre profil
form-structure = Votre structure
form-product = Votre produit
form-rubric = Rubrique à sélectionner
form-no-text = La procédure n’impose aucun texte dans ce formulaire.
form-prescribed = Textes à recopier exactement
form-413-use = Partie 4 du formulaire. Les deux textes vont dans le même champ, l’un après l’autre :
form-413-project = Les deux textes ne finissent pas tout à fait de la même façon : c’est ainsi dans le document, recopiez chacun tel quel.
form-413-types = Puis la case à cocher :
form-413-box = Case à cocher
form-identity = Habituellement demandé
form-identity-lead = Ce que ces formulaires demandent en général, tel que le dossier le connaît. Le formulaire lui-même fait foi.
form-unknown = Pas encore dans le dossier :
print-sheet = Imprimer cette feuille

people-title = Personnes
people-lead = Les noms figurent sur la liste des tâches, les feuilles et les messages. Ils restent dans le dossier.
people-name = Prénom et nom
people-name-hint = Plusieurs personnes : séparez-les par des virgules.
people-mail = Adresse électronique
people-mail-of = Adresse électronique – { $role }
people-mail-wrong = il manque le signe @ dans cette adresse.
people-kept = Ce que le dossier garde des personnes
people-kept-lines =
    Noms et adresses saisis ici, pour dire qui fait quoi et préparer formulaires et messages ; au journal, le nom de qui agit. Tout est facultatif.
    Ni téléphone, ni numéro de carte : ce qu’une carte dit s’affiche et s’oublie ; seul un bouton inscrit ici le nom du porteur.
    Corriger : ci-dessus. Effacer : ci-dessous ; le journal garde l’acte et oublie le nom.
    Les fichiers, feuilles, exports et messages déjà faits gardent les noms : supprimez-les vous-même.
    Effacé sans que la phrase secrète ait été saisie, un nom reste dans la copie scellée du fichier (scelle/) jusqu’au prochain sceau : vérifiez le dossier, puis enregistrez-le.
people-erase = Effacer { $name }
people-erase-confirm = Effacer { $name } du dossier ? Cela ne s’annule pas. Le journal garde l’acte et oublie le nom.

sheet-title = Feuille : { $role }
sheet-save = Enregistrer cette feuille
sheet-lead = État au { $day }

report-title = État du dossier
report-print = Imprimer l’état du dossier
report-unknown = Pas encore renseigné
report-task = Tâche
report-who = Qui
report-state = État
report-certificates = Certificats
report-request = Demande créée le { $time }, clé { $key }

letter-title = Message à envoyer
letter-title-reminder = Message de relance
letter-french = Adaptez ce message si besoin. Une fois envoyé, notez-le plus bas.
letter-needs-name = Le message sera complet quand l’établissement sera décrit :
letter-to = Destinataire
letter-subject = Objet
letter-body = Texte
letter-to-attach = Pièces à joindre
letter-mail = Ouvrir dans votre messagerie
letter-mail-hint = Les pièces jointes sont à ajouter vous-même.
letter-on-form = L’adresse d’envoi est imprimée sur le formulaire. Pour une question :
letter-to-vendor = Votre éditeur de logiciel. S’il a lui-même une question :

copy = Copier
copy-label = Copier : { $label }
copy-done = Copié
copy-failed = Sélectionné : copiez avec le clavier

address-cards-desk = Service client, cartes
address-certificates-desk = Service client, certificats
address-vendors-desk = Support aux éditeurs
address-telephone = Service client, téléphone (0,06 € / min + prix appel)
address-orders = Commandes, sur le site de l’ANS
address-card-orders = Cartes, sur le site de l’ANS
address-tom = Téléservice TOM
address-industry-space = Espace industriel de l’ANS
address-platform = Plateforme IGC-Santé
address-order = Commande sur la plateforme
address-intermediate = Certificat de l’autorité intermédiaire

next-answer = Répondre : { $question }
next-await = Attendre la réponse : { $task }
next-finished = Tout est fait : voir le parcours
journal-by = Par
journal-export = Exporter le journal (CSV)
event-answered = Réponse : { $question } { $answer }
event-marked = { $task } – { $mark } { $day }
event-unmarked = { $task } – retiré : { $mark }
home-overview = Voir toute la procédure
home-direct = Créer seulement les clés et les demandes (CSR)
