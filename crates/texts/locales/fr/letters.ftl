# Brouillons de messages, adressés à des lecteurs français : les mêmes dans toutes les langues de la page.
letter-unverified = [À retirer avant l’envoi. Dossier non vérifié : noms, dates et adresses sont ceux du fichier.]
letter-greeting = Madame, Monsieur,
letter-context = Notre établissement, { $name } (identifiant { $identifier }), met en œuvre ROC avec les certificats logiciels ORG AUTH_CLI et ORG SIGN de l’IGC-Santé.
letter-attachments = Pièces jointes :
letter-closing = Cordialement,
letter-reminder-subject = Relance – { $subject }
letter-reminder-body = Sauf erreur de notre part, nous n’avons pas reçu de réponse à notre envoi du { $date }, dont l’objet était « { $subject } ». Pourriez-vous nous dire où en est notre demande, et s’il manque une pièce ?

task-identification-subject = ROC – vérification des informations de notre établissement
task-identification-body = Pourriez-vous nous confirmer que l’établissement est identifié auprès de l’ANS, sous quel numéro, quel contrat d’adhésion est en vigueur et quelle personne y figure comme représentant légal ?
task-contrat-subject = ROC – contrat d’adhésion et carte du représentant légal
task-contrat-body = Veuillez trouver ci-joint les documents signés par notre représentant légal. Nous vous remercions de nous confirmer leur réception et leur prise en compte.
task-nouveau-representant-subject = ROC – changement de représentant légal
task-nouveau-representant-body = Notre représentant légal a changé. Veuillez trouver ci-joint la commande de sa carte et le formulaire de contrat mis à jour. Nous vous remercions de nous confirmer leur réception et leur prise en compte.
task-carte-mandataire-subject = ROC – demande de carte pour un futur mandataire
task-carte-mandataire-body = Veuillez trouver ci-joint notre demande de carte de personnel de structure pour la personne que notre représentant légal souhaite désigner comme mandataire.
task-mandataire-subject = ROC – désignation de mandataire
task-mandataire-body = Veuillez trouver ci-joint le formulaire de désignation signé par notre représentant légal. Nous vous remercions de nous confirmer sa prise en compte.
task-carte-administrateur-subject = ROC – demande de carte pour un administrateur technique
task-carte-administrateur-body = Veuillez trouver ci-joint notre demande de carte de personnel de structure pour la personne qui commandera nos certificats logiciels comme administrateur technique.
task-habilitation-subject = ROC – formulaire 413, habilitation d’administrateur technique
task-habilitation-body = Veuillez trouver ci-joint le formulaire 413 complété et signé, qui déclare notre administrateur technique. Nous vous remercions de nous confirmer sa réception et la validation de l’habilitation.
task-format-subject = ROC – format de la clé et des certificats ORG AUTH_CLI et ORG SIGN
task-format-body =
    Sous quel format votre logiciel attend-il la clé privée et le certificat : fichier PKCS#12 (P12) livré par la plateforme IGC-Santé, ou clé et demande (CSR) créées par nos soins et certificat en PEM ?
    Où et comment s’installent les certificats des autorités (IGC-Santé et IGC OSI) ? La taille ou l’algorithme de la clé est-il imposé ?
task-habilitations-subject = ROC – ajout ou suppression d’un administrateur technique
task-habilitations-body = Nous souhaitons modifier la liste de nos administrateurs techniques. Pourriez-vous nous indiquer la démarche en vigueur, ou prendre en compte ce changement : (à compléter) ?
task-mandats-subject = ROC – désignation de mandataire ou fin de mandat
task-mandats-body = Veuillez trouver ci-joint le formulaire 502 signé par notre représentant légal. Nous vous remercions de nous confirmer sa prise en compte.
task-opposition-subject = Opposition à une carte
task-opposition-body = Nous vous demandons de mettre en opposition la carte suivante, perdue, volée ou défectueuse : (porteur et numéro à compléter). Pourriez-vous nous confirmer l’opposition et la démarche de remplacement ?
task-code-subject = Réédition d’un code confidentiel
task-code-body = Le code confidentiel de la carte suivante est perdu : (porteur et numéro à compléter). Nous vous demandons la réédition du pli sécurisé.
task-porteur-subject = Mise à jour des données d’un porteur
task-porteur-body = Les données du porteur suivant ont changé : (à compléter). Pourriez-vous les mettre à jour, ou nous indiquer la démarche ?

letter-certificate-subject = ROC – certificat { $product }, numéro de série { $serial }
letter-certificate-body =
    Le certificat que nous avons reçu n’est pas celui que nous avons commandé, ou ne peut pas servir. Voici les faits, relevés sur le certificat lui-même :
    { $facts }
    Pourriez-vous nous indiquer comment obtenir un certificat conforme ?
letter-certificate-facts =
    - produit commandé : { $product }
    - numéro de série : { $serial }
    - nom : { $subject }
    - émetteur : { $issuer }
    - validité : du { $from } au { $to }
letter-revocation-subject = ROC – révocation du certificat { $product }, numéro de série { $serial }
letter-revocation-body =
    Nous demandons la révocation du certificat suivant. Motif : { $reason }.
    { $facts }
    Nous vous remercions de nous confirmer sa prise en compte.
