// Five hospitals, and how each goes through the procedure from the first question to the last task.

import { HOSPITAL } from './establishment.mjs';
import { until } from './until.mjs';

/** What each answers, by the question's word in the address, and which tasks must come up or not. */
export const HOSPITALS = {
  'contract at the EJ, all cards present': {
    answers: {
      contrat: 'yes', niveau: 'ej', 'nouveau-representant': 'no', 'carte-representant': 'yes', mandataire: 'no-mandataire',
      administrateur: 'employee', 'carte-administrateur': 'yes', habilitation: 'no', cles: 'own-csr',
    },
    comes: ['habilitation', 'demandes', 'commande', 'intermediaire', 'installation'],
    spared: ['contrat', 'nouveau-representant', 'carte-mandataire', 'carte-administrateur'],
  },
  'a new director': {
    answers: {
      contrat: 'yes', niveau: 'ej', 'nouveau-representant': 'yes', mandataire: 'designated', administrateur: 'employee',
      'carte-administrateur': 'no', habilitation: 'unknown', cles: 'own-csr',
    },
    comes: ['nouveau-representant', 'carte-administrateur', 'droits', 'habilitation', 'installation'],
    spared: ['contrat', 'mandataire'],
  },
  'no contract and several EG': {
    answers: {
      contrat: 'no', 'plusieurs-eg': 'yes', niveau: 'eg', 'carte-representant': 'no', mandataire: 'no-mandataire',
      administrateur: 'employee', 'carte-administrateur': 'yes', habilitation: 'no', cles: 'own-csr',
    },
    establishment: { kind: 'finess-eg', identifier: '690784152', contract: 'eg' },
    comes: ['contrat', 'habilitation', 'installation'],
    spared: ['nouveau-representant'],
  },
  'the vendor as technical administrator': {
    answers: {
      contrat: 'yes', niveau: 'ej', 'nouveau-representant': 'no', 'carte-representant': 'yes', mandataire: 'no-mandataire',
      administrateur: 'vendor', 'carte-administrateur': 'yes', habilitation: 'yes', cles: 'online',
    },
    comes: ['format', 'commande', 'installation'],
    spared: ['habilitation', 'demandes', 'intermediaire'],
  },
  'a mandataire without a card': {
    answers: {
      contrat: 'yes', niveau: 'ej', 'nouveau-representant': 'no', 'carte-representant': 'yes', mandataire: 'to-designate-without-card',
      administrateur: 'employee', 'carte-administrateur': 'no', habilitation: 'no', cles: 'own-csr',
    },
    comes: ['carte-mandataire', 'mandataire', 'carte-administrateur', 'habilitation', 'installation'],
    spared: ['contrat', 'nouveau-representant'],
  },
};

/** The tasks that send something and wait for the answer. */
const SENT = ['contrat', 'nouveau-representant', 'carte-mandataire', 'mandataire', 'carte-administrateur', 'habilitation'];

/** Ways to do things: by mouse. A keyboard has the same methods. */
export class Mouse {
  constructor(visit) { this.visit = visit; }

  activate(selector) { return this.visit.click(selector); }

  radio(name, value) { return this.visit.radio(name, value); }

  describe(hospital) { return this.visit.describe(hospital); }
}

/**
 * Follows « what to do now » until all is done. `hands` act on the page. Returns the words of the
 * tasks that came up, in their order.
 */
export async function follow(visit, { answers, establishment }, hands = new Mouse(visit)) {
  const came = [];
  for (let step = 0; step < 60; step += 1) {
    const href = await visit.$eval('#next-step a', (link) => link.getAttribute('href'));
    if (href === '#/parcours') return came;
    const [, kind, word] = href.split('/');
    if (await visit.route() !== href) await hands.activate('#next-step a');
    const title = visit.text({ questions: `question-${word}-title`, fiche: `task-${word}-title` }[kind] ?? 'requests-title');
    await until(`page ${href}`, async () => await visit.read('h1') === title);
    if (kind === 'questions') {
      await hands.radio('choice', answers[word]);
      await hands.activate('#question-continue');
      await until('the next page', async () => await visit.read('h1') !== title);
    } else if (kind === 'demandes') {
      await visit.save({ stated: true });
    } else {
      if (came.at(-1) !== word) came.push(word);
      await perform(visit, word, establishment, hands);
    }
  }
  throw new Error(`no end: ${came.join(', ')}`);
}

async function perform(visit, word, establishment, hands) {
  if (word === 'etablissement') {
    await hands.describe({ ...HOSPITAL, ...establishment });
  } else if (word === 'demandes') {
    await visit.go('#/demandes');
    await visit.make();
  } else {
    const before = await visit.read('#task-state');
    await hands.activate(SENT.includes(word) && await visit.has('#mark-sent') ? '#mark-sent' : '#mark-done');
    await until(`${word} is recorded`, async () => !(await visit.has('#task-state')) || await visit.read('#task-state') !== before);
  }
}
