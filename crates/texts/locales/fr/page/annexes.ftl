annex-title = Annexes
annex-lead = Les images du document sont illisibles dans la copie qui nous sert de source. Ces deux schémas dessinent seulement ce que ses phrases disent.
annex-directory = Établissement et annuaire AMC
annex-directory-caption = Connexion TLS mutuelle entre l’établissement et l’annuaire AMC
annex-hospital-directory =
    Établissement de santé
    certificat ORG AUTH_CLI
    (IGC-Santé)
annex-flow-tls =
    TLS mutuel : chacun vérifie
    – l’autorité (parenté)
    – les dates de validité
    – la révocation (optionnel)
annex-amc-directory =
    Annuaire AMC
    certificat serveur
    (IGC OSI du GIE SESAM-Vitale)
annex-directory-text =
    L’établissement s’authentifie auprès de l’annuaire AMC avec son certificat ORG AUTH_CLI, émis par l’IGC-Santé.
    L’annuaire s’authentifie avec un certificat serveur de l’IGC OSI.
    À l’établissement du flux TLS, chaque côté vérifie le certificat de l’autre : son autorité, ses dates de début et de fin de validité et, s’il le souhaite, son état de révocation.
annex-services = Établissement et services AMC
annex-services-caption = Jeton SAML signé, de l’établissement vers les services AMC
annex-hospital-services =
    Établissement de santé
    certificat ORG SIGN
    (IGC-Santé)
annex-flow-token =
    jeton SAML signé
    avec ORG SIGN
annex-amc-services =
    Services AMC
    certificats d’AC-SERVEUR et
    d’AC-SERVICES-APPLICATIFS
    (IGC OSI)
annex-services-text =
    L’établissement signe un jeton SAML avec son certificat ORG SIGN, émis par l’IGC-Santé.
    La sphère AMC s’authentifie et signe avec des certificats de l’AC-SERVEUR et de l’AC-SERVICES-APPLICATIFS, publiés par l’IGC OSI du GIE SESAM-Vitale.
    Ces deux autorités doivent être installées avant les échanges. Le GIE SESAM-Vitale les fournit et renseigne.
annex-rest = Tout le reste relève d’un autre document, qui n’est pas repris ici :
annex-level = Qui signe le contrat ?
annex-contract = L’établissement a un contrat avec l’ANS.
annex-no-contract = L’établissement n’a pas de contrat avec l’ANS.
