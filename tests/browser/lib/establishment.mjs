// A hospital that does not exist, with numbers that could.

/** A FINESS number with its key: Luhn over the first eight digits. */
export function finess(eight) {
  const sum = [...eight].reverse().reduce((total, digit, index) => {
    const weighed = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (weighed > 9 ? weighed - 9 : weighed);
  }, 0);
  return `${eight}${(10 - (sum % 10)) % 10}`;
}

export const HOSPITAL = {
  name: "Hospices de l'Île-d'Été-sur-Saône",
  department: '69',
  kind: 'finess-ej',
  identifier: finess('69004217'),
  contract: 'ej',
};

export const SERVICES = {
  'org-auth-cli': 'Client_ROC_Annuaire_AMC',
  'org-sign': 'Client_ROC_WebServices_AMC',
};

export const PRODUCTS = Object.keys(SERVICES);

/** The subject that OpenSSL must print for a product. */
export function subject(product, hospital = HOSPITAL, service = SERVICES[product]) {
  return `C=FR,ST=Rhône (69),O=${hospital.name},OU=1${hospital.identifier},CN=${service}`;
}

export const subjects = (hospital = HOSPITAL) =>
  Object.fromEntries(PRODUCTS.map((product) => [product, subject(product, hospital)]));
