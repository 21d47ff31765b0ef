annex-title = Annexes
annex-lead = The pictures of the document cannot be read in the copy that is our source. These two draw only what its sentences say.
annex-directory = Hospital and AMC directory
annex-directory-caption = Mutual TLS between the hospital and the AMC directory
annex-hospital-directory =
    Hospital
    ORG AUTH_CLI certificate
    (IGC-Santé)
annex-flow-tls =
    mutual TLS: each side checks
    – the authority
    – the validity dates
    – revocation (optional)
annex-amc-directory =
    AMC directory
    server certificate
    (IGC OSI, GIE SESAM-Vitale)
annex-directory-text =
    The hospital authenticates to the AMC directory by its ORG AUTH_CLI certificate, issued by IGC-Santé.
    The directory authenticates by a server certificate of IGC OSI.
    When the TLS connection is set up, each side checks the other’s certificate: its authority, the start and end of its validity and, if wished, whether it is revoked.
annex-services = Hospital and AMC services
annex-services-caption = A signed SAML token, from the hospital to the AMC services
annex-hospital-services =
    Hospital
    ORG SIGN certificate
    (IGC-Santé)
annex-flow-token =
    SAML token signed
    by ORG SIGN
annex-amc-services =
    AMC services
    certificates of AC-SERVEUR and
    AC-SERVICES-APPLICATIFS
    (IGC OSI)
annex-services-text =
    The hospital signs a SAML token by its ORG SIGN certificate, issued by IGC-Santé.
    The AMC side authenticates and signs by certificates of AC-SERVEUR and AC-SERVICES-APPLICATIFS, published by IGC OSI, the PKI of the GIE SESAM-Vitale.
    Both authorities must be installed beforehand. The GIE SESAM-Vitale provides them and answers questions.
annex-rest = Everything else belongs to another document, which is not repeated here:
annex-level = Who signs the contract?
annex-contract = The establishment has a contract with the ANS.
annex-no-contract = The establishment has no contract with the ANS.
