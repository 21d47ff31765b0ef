# La procédure de l’ANS (V3.0.0 du 14/12/2022), en nos mots. Une étape par ligne.
task-identification-title = Vérifier ce que l’ANS sait de l’établissement
task-identification-goal = L’ANS délivre les certificats à un établissement qu’elle connaît, dont le représentant légal est à jour. Une fiche périmée bloque tout le reste : mieux vaut le savoir en premier.
task-identification-steps =
    Demandez au service client de l’ANS si l’établissement est identifié chez elle, et sous quel numéro FINESS.
    Demandez qui y figure comme représentant légal : c’est le directeur ou la directrice de l’établissement.
    Si tout est juste, notez-le ci-dessous. Si le représentant légal a changé, corrigez votre réponse à la question correspondante.

task-niveau-title = Choisir qui signe le contrat
task-niveau-goal = Le contrat se signe au nom de l’entité juridique (EJ) ou d’une entité géographique (EG). Les certificats sont rattachés au signataire : c’est lui que les organismes extérieurs verront.
task-niveau-steps =
    Demandez à votre direction combien d’entités géographiques compte l’établissement.
    Choisissez le niveau : la page dit ce que chaque choix entraîne.
    Prenez ensuite le numéro FINESS du même niveau pour décrire l’établissement.

task-etablissement-title = Décrire l’établissement
task-etablissement-goal = Le nom, le département et le numéro FINESS ou SIRET entrent dans les demandes de certificat, les formulaires et les messages. Une erreur ici se retrouverait dans les certificats.
task-etablissement-steps =
    Ouvrez la page Établissement et remplissez le formulaire : chaque erreur y est expliquée.
    Comparez le nom et le numéro avec ceux du contrat signé avec l’ANS.

task-contrat-title = Signer le contrat et commander la carte du représentant légal
task-contrat-goal = Sans contrat d’adhésion, l’ANS ne délivre ni carte ni certificat. Le représentant légal doit aussi détenir une carte CDE active, ou une carte CPS de responsable.
task-contrat-steps =
    Téléchargez ce qui manque : contrat et formulaire 101 se trouvent ensemble, dans une seule rubrique du site de l’ANS.
    Remplissez le contrat au niveau choisi (EJ ou EG).
    Faites signer par le représentant légal, et par lui seul.
    Envoyez le tout en une fois, à l’adresse imprimée sur le formulaire, puis notez la date ci-dessous.
    Quand la carte est arrivée et que l’ANS a confirmé le contrat, notez la réponse.

task-nouveau-representant-title = Déclarer le nouveau représentant légal
task-nouveau-representant-goal = Le contrat porte encore le nom de l’ancien représentant légal. Le nouveau doit signer un contrat mis à jour et commander sa propre carte.
task-nouveau-representant-steps =
    Remplissez le formulaire 101 : il commande la carte, le nouveau représentant légal le signe.
    Remplissez de nouveau le formulaire de contrat, à son nom.
    Envoyez les deux formulaires ensemble au service client des cartes, à l’adresse ci-dessous.
    Notez l’envoi, puis la réponse de l’ANS.

task-carte-mandataire-title = Commander la carte du futur mandataire
task-carte-mandataire-goal = Un mandataire doit avoir une carte CPx avant d’être désigné.
task-carte-mandataire-steps =
    Le représentant légal demande une carte de personnel de structure pour la personne choisie.
    En ligne : par le téléservice TOM. Sur papier : par le formulaire 301, envoyé à l’adresse qu’il porte.
    Notez l’envoi, puis l’arrivée de la carte. La désignation vient ensuite.

task-mandataire-title = Désigner le mandataire
task-mandataire-goal = Le mandataire conduit la commande des certificats pour le compte de l’établissement, jusqu’au bout, et suit ensuite leur vie. Le représentant légal peut en désigner plusieurs.
task-mandataire-steps =
    Téléchargez le formulaire 502. Il est dans la partie « Démarches » de la page, non dans « Commandes ».
    Le représentant légal le remplit et le signe.
    Envoyez-le, notez la date, puis la réponse de l’ANS.
    Inscrivez son nom sur la page Personnes.

task-administrateur-title = Choisir l’administrateur technique
task-administrateur-goal = L’administrateur technique est la personne de confiance qui demandera, retirera, suivra et révoquera les certificats. Le représentant légal ou le mandataire lui en délègue le droit.
task-administrateur-steps =
    Choisissez une ou plusieurs personnes, de préférence deux, pour ne dépendre d’aucune absence.
    Vérifiez que chacune détient une carte CPx nominative et active.
    Votre éditeur peut tenir ce rôle : la suite de la procédure est la même.
    Inscrivez les noms sur la page Personnes.

task-carte-administrateur-title = Commander la carte de l’administrateur technique
task-carte-administrateur-goal = L’administrateur technique se connecte à la plateforme avec sa carte CPx. Sans carte valide, il ne peut être ni habilité ni servi.
task-carte-administrateur-steps =
    Le représentant légal ou le mandataire demande une carte de personnel de structure.
    En ligne : par le téléservice TOM. Sur papier : par le formulaire 301, envoyé à l’adresse qu’il porte. Il vaut pour un employé qui n’est pas professionnel de santé.
    Notez l’envoi, puis l’arrivée de la carte.

task-droits-title = Vérifier si l’administrateur est déjà habilité
task-droits-goal = Une habilitation donnée pour un autre projet suffit peut-être : le formulaire 413 serait alors inutile.
task-droits-steps =
    L’administrateur technique se connecte à la plateforme IGC-Santé avec sa carte.
    Il regarde s’il a le droit de commander des certificats ORG AUTH_CLI et ORG SIGN pour l’établissement.
    Répondez à la question ci-dessus par oui ou par non, ou notez que la vérification est faite.

task-habilitation-title = Faire habiliter l’administrateur technique
task-habilitation-goal = Le formulaire 413 déclare à l’ANS qui peut commander les certificats de l’établissement, et pour quel usage.
task-habilitation-steps =
    Téléchargez le formulaire 413 et remplissez-le.
    Dans la partie 4, recopiez les deux textes de la section 4.2 et cochez la case de la section 4.3 : la page du formulaire les donne, prêts à copier.
    Faites signer par le représentant légal ou le mandataire.
    Envoyez-le au service client des certificats, à l’adresse ci-dessous, puis notez la date.
    L’ANS prévient le demandeur quand le formulaire est reçu et l’habilitation validée : notez-le. L’administrateur peut alors commander.

task-poste-title = Préparer le poste et le lecteur de carte
task-poste-goal = La commande se fait sur la plateforme IGC-Santé, où l’on entre avec une carte à puce.
task-poste-steps =
    Prévoyez un poste équipé d’un lecteur de carte à puce et d’un accès à internet.
    Lisez les prérequis du guide de la plateforme.
    Connectez-vous une première fois avec la carte CPx, pour vérifier que tout fonctionne.

task-format-title = Demander à l’éditeur le format attendu
task-format-goal = La plateforme peut livrer un fichier P12, ou un certificat seul si la demande (CSR) a été faite avant. C’est le logiciel de l’hôpital qui décide lequel convient.
task-format-steps =
    Envoyez la question à votre éditeur de SIH : le message est prêt plus bas.
    Selon sa réponse, gardez ou changez votre réponse à la question sur les clés.
    Notez la réponse ci-dessous.

task-demandes-title = Créer les clés et les demandes
task-demandes-goal = Chaque certificat a sa propre clé privée et sa demande (CSR), le fichier que la plateforme transforme en certificat. CertiROC les crée ici, et les clés privées ne quittent pas votre machine.
task-demandes-steps =
    Ouvrez la page Clés et demandes, choisissez une phrase secrète et lancez la création.
    Enregistrez le dossier : les demandes ne s’affichent qu’ensuite, car une clé perdue rendrait le certificat inutilisable.
    Rangez la phrase secrète ailleurs que le dossier.

task-commande-title = Commander les deux certificats sur la plateforme
task-commande-goal = Deux commandes : une pour ORG AUTH_CLI, une pour ORG SIGN. Les certificats valent trois ans.
task-commande-steps =
    Connectez-vous à la plateforme avec la carte CPx et suivez le guide.
    Indiquez pour chaque commande le nom de service applicatif ci-dessous : il distingue les deux certificats.
    Avec vos propres demandes : chargez le fichier CSR de chaque produit. Sans elles : faites créer la clé en ligne, et la plateforme livre un fichier P12 qui contient aussi les certificats d’autorité (ACI et ACR).
    Vérifiez le type avant de valider : ORG AUTH_CLI et ORG SIGN ne se remplacent pas.
    Conservez chaque fichier reçu, puis notez que la commande est faite.

task-intermediaire-title = Ajouter le certificat de l’autorité intermédiaire
task-intermediaire-goal = Une demande faite avant la commande donne un certificat seul. Les logiciels ont besoin aussi du certificat de l’autorité qui l’a signé.
task-intermediaire-steps =
    Téléchargez le certificat de l’autorité intermédiaire, à l’adresse ci-dessous.
    Installez-le à côté de chacun des deux certificats, ou transmettez-le à votre éditeur avec eux.

task-installation-title = Installer les certificats
task-installation-goal = Les deux certificats et leurs clés vont dans le logiciel qui échange avec les AMC ; celui-ci doit aussi reconnaître les autorités des AMC.
task-installation-steps =
    Installez ORG AUTH_CLI pour la connexion à l’annuaire AMC et ORG SIGN pour la signature des jetons, avec votre éditeur.
    Installez les autorités AC-SERVEUR et AC-SERVICES-APPLICATIFS de l’IGC OSI : demandez-les au GIE SESAM-Vitale.
    N’envoyez jamais une clé privée par messagerie.
    Notez la date de fin de validité et qui doit s’en occuper.

task-habilitations-title = Ajouter ou retirer un administrateur technique
task-habilitations-goal = Pendant les trois ans, les habilitations suivent les départs et les arrivées. Le représentant légal ou le mandataire en décide.
task-habilitations-steps =
    Retirez sans attendre l’habilitation d’une personne qui part.
    Pour une nouvelle personne, vérifiez d’abord sa carte CPx.
    Faites la démarche auprès de l’ANS et notez-la ci-dessous, puis sa réponse.
    Mettez à jour la page Personnes.

task-mandats-title = Ajouter un mandataire ou mettre fin à un mandat
task-mandats-goal = Un mandat se donne et se retire par le même formulaire, signé du représentant légal.
task-mandats-steps =
    Téléchargez le formulaire 502, dans la partie « Démarches ».
    Indiquez qui est désigné, ou quel mandat prend fin.
    Envoyez-le, notez la date, puis la réponse de l’ANS.
    Mettez à jour la page Personnes.

task-opposition-title = Faire opposition à une carte
task-opposition-goal = Une carte perdue, volée ou défectueuse doit être mise en opposition : celui qui la trouve ne doit pas pouvoir s’en servir.
task-opposition-steps =
    Le représentant légal ou le mandataire s’adresse au service client, de préférence par téléphone.
    Demandez une carte de remplacement : la personne ne peut plus se connecter à la plateforme.
    Notez la démarche et la réponse.

task-code-title = Redemander un code confidentiel
task-code-goal = Un code perdu ne se retrouve pas : l’ANS réédite le pli sécurisé.
task-code-steps =
    Le représentant légal ou le mandataire demande la réédition du pli.
    Notez la demande, puis l’arrivée du pli.

task-porteur-title = Mettre à jour les données d’un porteur
task-porteur-goal = Nom, fonction, coordonnées : l’ANS doit savoir à qui appartiennent ses cartes et ses certificats.
task-porteur-steps =
    Le représentant légal ou le mandataire signale le changement au service client.
    Notez la démarche et la réponse.

task-revocation-title = Révoquer un certificat
task-revocation-goal = Un certificat erroné, perdu ou volé doit être révoqué : il cesse de valoir, et personne d’autre ne peut s’en servir.
task-revocation-steps =
    Suivez le chapitre du guide de la plateforme indiqué ci-dessous.
    Commandez le remplaçant avec une nouvelle clé, jamais avec l’ancienne.
    Notez la révocation ci-dessous.

task-renouvellement-title = Renouveler les certificats
task-renouvellement-goal = Les certificats valent trois ans. D’après la procédure, les administrateurs techniques sont prévenus par courrier électronique un mois avant la fin.
task-renouvellement-steps =
    Vérifiez que l’administrateur est toujours habilité et que sa carte est valide.
    Créez de nouvelles clés et de nouvelles demandes, puis commandez.
    Installez les nouveaux certificats avant la fin des anciens.

question-contrat-title = L’établissement a-t-il signé le contrat d’adhésion avec l’ANS ?
question-contrat-why = C’est le contrat sous lequel l’ANS délivre cartes et certificats. Si des agents ont déjà des cartes CPx de l’établissement, il existe sans doute ; la direction ou le service client de l’ANS le sait.
question-plusieurs-eg-title = L’établissement compte-t-il plusieurs entités géographiques (EG) ?
question-plusieurs-eg-why = Une entité géographique est un site qui a son propre numéro FINESS, sous celui de l’entité juridique (EJ). Leur nombre change le choix du signataire du contrat.
question-niveau-title = À quel niveau le contrat est-il signé, ou le sera-t-il ?
question-niveau-why = Les certificats sont rattachés au signataire. Le numéro FINESS de l’établissement doit être du même niveau.
question-nouveau-representant-title = Le représentant légal a-t-il changé depuis la signature du contrat ?
question-nouveau-representant-why = Le contrat et la carte sont au nom d’une personne. Si le directeur a changé, les deux sont à refaire à son nom.
question-carte-representant-title = Le représentant légal a-t-il une carte CDE active, ou une carte CPS de responsable ?
question-carte-representant-why = C’est un prérequis de la commande. La carte CDE est celle du directeur d’établissement ; elle se commande avec le formulaire 101.
question-mandataire-title = Y a-t-il un mandataire ?
question-mandataire-why = Le représentant légal peut tout faire lui-même, ou confier la conduite de la commande à une ou plusieurs personnes. C’est facultatif.
question-administrateur-title = Qui sera l’administrateur technique ?
question-administrateur-why = C’est la personne qui commande les certificats sur la plateforme et les suit. Un employé de l’établissement ou l’éditeur du logiciel peut tenir ce rôle.
question-carte-administrateur-title = A-t-il une carte CPx nominative et valide ?
question-carte-administrateur-why = Elle ouvre la plateforme. Regardez sa date de fin et le nom qu’elle porte : une carte de service ne convient pas.
question-habilitation-title = Est-il déjà habilité à commander ces certificats ?
question-habilitation-why = Une habilitation existante évite le formulaire 413. Dans le doute, répondez que vous ne savez pas : la page ajoute la vérification.
question-cles-title = Où les clés seront-elles créées ?
question-cles-why = Une clé privée signe au nom de l’établissement : moins elle voyage, mieux cela vaut.

choice-yes = Oui
choice-no = Non
choice-unknown = Je ne sais pas
choice-ej = À l’entité juridique (EJ)
choice-eg = À une entité géographique (EG)
choice-no-mandataire = Non : le représentant légal agit lui-même
choice-designated = Oui, déjà désigné
choice-to-designate-with-card = À désigner : la personne a une carte CPx
choice-to-designate-without-card = À désigner : la personne n’a pas de carte CPx
choice-employee = Un employé de l’établissement
choice-vendor = L’éditeur du logiciel
choice-own-csr = Ici, dans CertiROC (recommandé)
choice-online = En ligne, sur la plateforme, pendant la commande

follow-vendor = L’éditeur prend la place de l’administrateur technique : mêmes cartes, même habilitation, mêmes étapes.
follow-own-csr = Les clés sont créées dans ce navigateur et restent dans votre dossier. La plateforme ne reçoit que les demandes ; le certificat de l’autorité intermédiaire est à ajouter ensuite.
follow-online = La plateforme crée clé et certificat et livre un fichier P12, avec les certificats d’autorité. Demandez d’abord à l’éditeur si ce format lui convient.
advice-signed-at-ej = Le contrat est signé à l’EJ : rien à faire.
advice-signed-at-eg = Le contrat est signé à l’EG : les certificats lui seront rattachés, et c’est cette EG que les organismes extérieurs verront.
advice-several-eg = Sans contrat et avec plusieurs EG, la signature à l’EG est possible ; les certificats lui seront alors rattachés, et c’est elle que les organismes extérieurs verront.
advice-single-eg = Sans contrat et avec une seule EG, la signature est possible à l’EJ comme à l’EG. Le document préconise l’EJ.

step-prerequisites = Vérification des prérequis
step-authorisation = Demande d’habilitation à la commande de certificats
step-generation = Génération et installation des certificats logiciels
step-life = Pendant les trois ans de validité

role-representant-legal = Représentant légal
powers-representant-legal =
    Signe le contrat et commande sa carte.
    Désigne les mandataires, s’il le souhaite.
    Choisit et fait habiliter les administrateurs techniques.
role-mandataire = Mandataire
powers-mandataire =
    Commander des cartes CPx.
    Faire habiliter les administrateurs techniques.
    Mettre une carte en opposition, révoquer un certificat.
    Demander la réédition d’un code confidentiel perdu.
    Mettre à jour les données des porteurs.
role-administrateur-technique = Administrateur technique
powers-administrateur-technique =
    Prépare le poste et crée les demandes.
    Commande les certificats sur la plateforme, avec sa carte CPx.
    Les installe, les suit, les renouvelle et les révoque.
role-editeur = Éditeur
powers-editeur =
    Dit sous quel format son logiciel attend clé et certificat.
    Peut tenir le rôle d’administrateur technique, avec sa propre carte.

practice-portal = Constaté entre 2023 et 2026 : les administrateurs techniques, ou une structure tierce comme l’éditeur, se désignent sur le portail mesHabilitations, par le représentant légal, un mandataire ou un délégué. Nous ignorons si le formulaire 413 est encore accepté : demandez-le au service client avant l’envoi.
practice-sixty-days = Constaté entre 2023 et 2026 : la plateforme écrit soixante jours avant la fin. Le renouvellement n’est possible que tant que l’ancien certificat est actif ; ensuite, il faut une nouvelle commande. Donnez une boîte aux lettres partagée : un message envoyé à une adresse éteinte est perdu.
practice-decree = Arrêté du 4 avril 2022 (SSAD2210341A) : un administrateur technique doit être désigné avant toute demande, et le détenteur du certificat doit protéger la clé privée.
practice-entity = Guide hospitalier du Ségur, V0.8 du 13/10/2023 : les certificats doivent être détenus par l’EJ et ne se mutualisent pas au sein d’un GHT. La procédure de 2022 admet aussi l’EG.
