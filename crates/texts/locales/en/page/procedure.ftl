# The ANS procedure (V3.0.0 of 14/12/2022), in our words. One step a line.
task-identification-title = Check what the ANS knows of the establishment
task-identification-goal = The ANS delivers certificates to an establishment that it knows and whose legal representative is up to date. An outdated entry blocks everything else: better to know first.
task-identification-steps =
    Ask the ANS customer service whether the establishment is known there, and under which FINESS number.
    Ask who stands there as legal representative: this is the director of the establishment.
    If all is right, record it below. If the legal representative has changed, change your answer to the question about it.

task-niveau-title = Choose who signs the contract
task-niveau-goal = The contract is signed for the legal entity (EJ) or for a geographic entity (EG). The certificates are tied to whoever signs: that is the entity others will see.
task-niveau-steps =
    Ask your management how many geographic entities the establishment has.
    Choose the level: the page says what each choice brings.
    Then take the FINESS number of the same level to describe the establishment.

task-etablissement-title = Describe the establishment
task-etablissement-goal = Its name, département and FINESS or SIRET number go into the certificate requests, the forms and the messages. A mistake here would end up in the certificates.
task-etablissement-steps =
    Open the Establishment page and fill in the form: each error is explained there.
    Compare name and number with those of the contract signed with the ANS.

task-contrat-title = Sign the contract and order the representative’s card
task-contrat-goal = Without the membership contract the ANS delivers neither cards nor certificates. The legal representative must also hold an active CDE card, or a CPS card as the person in charge.
task-contrat-steps =
    Download what is missing: contract and form 101 stand together under a single entry of the ANS website.
    Fill in the contract at the chosen level (EJ or EG).
    Have it signed by the legal representative, and by nobody else.
    Send everything at once to the address printed on the form, then record the date below.
    Once the card has come and the ANS has confirmed the contract, record the answer.

task-nouveau-representant-title = Declare the new legal representative
task-nouveau-representant-goal = The contract still bears the name of the former legal representative. The new one must sign an updated contract and order a card.
task-nouveau-representant-steps =
    Fill in form 101: it orders the card, and the new legal representative signs it.
    Fill in the contract form again, in the new name.
    Send both forms together to the customer service for cards, at the address below.
    Record the sending, then the answer of the ANS.

task-carte-mandataire-title = Order the future mandataire’s card
task-carte-mandataire-goal = A mandataire (authorised agent) needs a CPx card before being designated.
task-carte-mandataire-steps =
    The legal representative asks for a staff card for the chosen person.
    Online: through the TOM service. On paper: by form 301, sent to the address that it bears.
    Record the sending, then the arrival of the card. The designation comes next.

task-mandataire-title = Designate the mandataire
task-mandataire-goal = The mandataire (authorised agent) leads the ordering of the certificates for the establishment through to its end, then looks after them. The legal representative may designate several.
task-mandataire-steps =
    Download form 502. It stands in another part of the page than the order forms.
    The legal representative fills it in and signs it.
    Send it, record the date, then the answer of the ANS.
    Enter the name on the People page.

task-administrateur-title = Choose the technical administrator
task-administrateur-goal = The technical administrator is the trusted person who will request, collect, follow and revoke the certificates. The legal representative or the mandataire delegates that right.
task-administrateur-steps =
    Choose one or several people, preferably two, so that no absence stops you.
    Check that each holds an active CPx card in their own name.
    Your software vendor may take the role: the rest of the procedure is the same.
    Enter the names on the People page.

task-carte-administrateur-title = Order the technical administrator’s card
task-carte-administrateur-goal = The technical administrator logs in to the platform with a CPx card. Without a valid card nobody can be authorised or order.
task-carte-administrateur-steps =
    The legal representative or the mandataire asks for a staff card.
    Online: through the TOM service. On paper: by form 301, sent to the address that it bears. It serves for an employee who is not a health professional.
    Record the sending, then the arrival of the card.

task-droits-title = Check whether the administrator is authorised already
task-droits-goal = An authorisation given for another project may be enough: form 413 would then be needless.
task-droits-steps =
    The technical administrator logs in to the IGC-Santé platform with the card.
    There, look for the right to order ORG AUTH_CLI and ORG SIGN certificates for the establishment.
    Answer the question above with yes or no, or record that the check is done.

task-habilitation-title = Have the technical administrator authorised
task-habilitation-goal = Form 413 tells the ANS who may order the establishment’s certificates, and for which use.
task-habilitation-steps =
    Download form 413 and fill it in.
    In part 4, copy both texts into section 4.2 and tick the box of section 4.3: the page of the form has them ready to copy.
    Have it signed by the legal representative or the mandataire.
    Send it to the customer service for certificates, at the address below, then record the date.
    The ANS tells the applicant when the form has arrived and the authorisation is valid: record it. The administrator can then order.

task-poste-title = Prepare the workstation and the card reader
task-poste-goal = The order is placed on the IGC-Santé platform, which is entered with a smart card.
task-poste-steps =
    Have a workstation with a smart card reader and internet access.
    Read the prerequisites in the guide to the platform.
    Log in once with the CPx card, to see that everything works.

task-format-title = Ask the vendor which format is needed
task-format-goal = The platform can deliver a P12 file, or a certificate alone if the request (CSR) was made before. The hospital’s software decides which of them fits.
task-format-steps =
    Send the question to your software vendor: the message is ready below.
    Depending on the answer, keep or change your answer to the question about the keys.
    Record the answer below.

task-demandes-title = Make the keys and requests
task-demandes-goal = Each certificate has its own private key and its request (CSR), the file that the platform turns into a certificate. CertiROC makes them here, and the private keys do not leave your machine.
task-demandes-steps =
    Open the Keys and requests page, choose a passphrase and start.
    Save the dossier: the requests appear only then, since a lost key would make the certificate useless.
    Keep the passphrase apart from the dossier.

task-commande-title = Order both certificates on the platform
task-commande-goal = Two orders: one for ORG AUTH_CLI, one for ORG SIGN. The certificates are valid for three years.
task-commande-steps =
    Log in to the platform with the CPx card and follow the guide.
    For each order give the service name below: it tells the two certificates apart.
    If you have your own requests: load the CSR file of each product. If not: have the key made online, and the platform delivers a P12 file that also holds the authorities’ certificates (ACI and ACR).
    Check the type before you confirm: ORG AUTH_CLI and ORG SIGN do not replace each other.
    Keep each file that you receive, then record that the order is placed.

task-intermediaire-title = Add the intermediate authority’s certificate
task-intermediaire-goal = A request made before the order gives a certificate alone. Software also needs the certificate of the authority that signed it.
task-intermediaire-steps =
    Download the intermediate authority’s certificate, at the address below.
    Install it beside each of the two certificates, or hand it to your vendor with them.

task-installation-title = Install the certificates
task-installation-goal = Both certificates and their keys go into the software that exchanges data for ROC; that software must also know the authorities of the insurers (AMC).
task-installation-steps =
    Install ORG AUTH_CLI for the connection to the AMC directory and ORG SIGN for signing tokens, together with your vendor.
    Install the authorities AC-SERVEUR and AC-SERVICES-APPLICATIFS of IGC OSI: ask the GIE SESAM-Vitale for them.
    Never send a private key by mail.
    Note when the certificates expire and who must take care of it.

task-habilitations-title = Add or remove a technical administrator
task-habilitations-goal = During the three years the authorisations follow departures and arrivals. The legal representative or the mandataire decides.
task-habilitations-steps =
    Remove at once the authorisation of a person who leaves.
    For a new person, check the CPx card first.
    Apply to the ANS and record it below, then its answer.
    Bring the People page up to date.

task-mandats-title = Add a mandataire or end a mandate
task-mandats-goal = A mandate is given and withdrawn by the same form, signed by the legal representative.
task-mandats-steps =
    Download form 502; its page says where it is.
    Say who is designated, or which mandate ends.
    Send it, record the date, then the answer of the ANS.
    Bring the People page up to date.

task-opposition-title = Have a card blocked
task-opposition-goal = A lost, stolen or faulty card must be blocked: whoever finds it must not be able to use it.
task-opposition-steps =
    The legal representative or the mandataire turns to the customer service, preferably by telephone.
    Ask for a replacement: the person can no longer log in to the platform.
    Record what was done and the answer.

task-code-title = Ask for a new PIN
task-code-goal = A lost PIN cannot be found again: the ANS issues a new sealed letter.
task-code-steps =
    The legal representative or the mandataire asks for the new letter.
    Record the request, then the arrival of the letter.

task-porteur-title = Update a holder’s data
task-porteur-goal = Name, position, contact data: the ANS must know who its cards and certificates belong to.
task-porteur-steps =
    The legal representative or the mandataire reports the change to the customer service.
    Record what was done and the answer.

task-revocation-title = Revoke a certificate
task-revocation-goal = A certificate that is wrong, lost or stolen must be revoked: it stops being valid, and nobody else can use it.
task-revocation-steps =
    Follow the chapter of the guide to the platform named below.
    Order its replacement with a new key, never with the old one.
    Record the revocation below.

task-renouvellement-title = Renew the certificates
task-renouvellement-goal = The certificates are valid for three years. According to the procedure, the technical administrators are told by e-mail one month before the end.
task-renouvellement-steps =
    Check that the administrator is still authorised and holds a valid card.
    Make new keys and new requests, then order.
    Install the new certificates before the old ones end.

question-contrat-title = Has the establishment signed the membership contract with the ANS?
question-contrat-why = It is the contract under which the ANS delivers cards and certificates. If staff already hold CPx cards of the establishment, it probably exists; the management or the ANS customer service knows.
question-plusieurs-eg-title = Does the establishment have several geographic entities (EG)?
question-plusieurs-eg-why = A geographic entity is a site that has its own FINESS number, under that of the legal entity (EJ). Their number changes who should sign the contract.
question-niveau-title = At which level is the contract signed, or will it be?
question-niveau-why = The certificates are tied to whoever signs. The establishment’s FINESS number must be of the same level.
question-nouveau-representant-title = Has the legal representative changed since the contract was signed?
question-nouveau-representant-why = Contract and card bear a person’s name. If the director has changed, both must be made anew in the new name.
question-carte-representant-title = Does the legal representative hold an active CDE card, or a CPS card as the person in charge?
question-carte-representant-why = It is a prerequisite for ordering. The CDE card is the one for directors of establishments; it is ordered by form 101.
question-mandataire-title = Is there a mandataire (authorised agent)?
question-mandataire-why = The legal representative may do everything alone, or entrust one or several people to lead the order. It is optional.
question-administrateur-title = Who will be the technical administrator?
question-administrateur-why = This is the person who orders the certificates on the platform and looks after them. An employee of the establishment or the software vendor may take the role.
question-carte-administrateur-title = Does that person hold a valid CPx card in their own name?
question-carte-administrateur-why = It opens the platform. Look at its end date and the name on it: a service card does not do.
question-habilitation-title = Is that person already authorised to order these certificates?
question-habilitation-why = An existing authorisation spares form 413. When in doubt, answer that you do not know: the page adds the check.
question-cles-title = Where will the keys be made?
question-cles-why = A private key signs in the name of the establishment: the less it travels, the better.

choice-yes = Yes
choice-no = No
choice-unknown = I do not know
choice-ej = At the legal entity (EJ)
choice-eg = At a geographic entity (EG)
choice-no-mandataire = No: the legal representative acts alone
choice-designated = Yes, designated already
choice-to-designate-with-card = To be designated: the person holds a CPx card
choice-to-designate-without-card = To be designated: the person holds no CPx card
choice-employee = An employee of the establishment
choice-vendor = The software vendor
choice-own-csr = Here, in CertiROC (recommended)
choice-online = Online, on the platform, during the order

follow-vendor = The vendor takes the technical administrator’s place: same cards, same authorisation, same steps.
follow-own-csr = The keys are made in this browser and stay in your dossier. The platform gets only the requests; the intermediate authority’s certificate must be added afterwards.
follow-online = The platform makes key and certificate and delivers a P12 file, with the authorities’ certificates. First ask the vendor whether that format fits.
advice-signed-at-ej = The contract is signed at the EJ: nothing to do.
advice-signed-at-eg = The contract is signed at the EG: the certificates will be tied to it, and that EG is what others will see.
advice-several-eg = Without a contract and with several EG, it may be signed at the EG; the certificates will then be tied to it, and that EG is what others will see.
advice-single-eg = Without a contract and with a single EG, it may be signed at the EJ or at the EG. The document recommends the EJ.

step-prerequisites = Checking the prerequisites
step-authorisation = Authorisation to order certificates
step-generation = Making and installing the software certificates
step-life = During the three years of validity

role-representant-legal = Legal representative
powers-representant-legal =
    Signs the contract and orders the representative’s card.
    Designates mandataires (authorised agents), if wished.
    Chooses the technical administrators and has them authorised.
role-mandataire = Mandataire (authorised agent)
powers-mandataire =
    Ordering CPx cards.
    Having technical administrators authorised.
    Having a card blocked, revoking a certificate.
    Asking for a new PIN when one is lost.
    Updating the data of holders.
role-administrateur-technique = Technical administrator
powers-administrateur-technique =
    Prepares the workstation and makes the requests.
    Orders the certificates on the platform, with the CPx card.
    Installs, follows, renews and revokes them.
role-editeur = Software vendor
powers-editeur =
    Says in which format its software needs key and certificate.
    May be the technical administrator, with its own card.

practice-portal = Seen between 2023 and 2026: technical administrators, or a third party such as the vendor, are designated on the mesHabilitations portal by the legal representative, a mandataire or a delegate. We do not know whether form 413 is still accepted: ask the customer service before you send it.
practice-sixty-days = Seen between 2023 and 2026: the platform writes sixty days before the end. Renewal is possible only while the old certificate is active; after that, a new order is needed. Give a shared mailbox: a message sent to a dead address is lost.
practice-decree = Ministerial order of 4 April 2022 (SSAD2210341A): a technical administrator must be designated before any request, and the certificate’s holder must protect the private key.
practice-entity = Ségur guide for hospitals, V0.8 of 13/10/2023: the certificates must be held by the EJ and cannot be shared across a GHT. The procedure of 2022 also accepts the EG.
