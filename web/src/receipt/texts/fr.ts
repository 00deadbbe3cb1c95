import type { SameTexts } from '../../ui/texts.ts'
import type { en } from './en.ts'

/** The same in French. */
export const fr: SameTexts<typeof en> = {
  unit: { one: 'point', other: 'points' },
  title: 'Vérifier un reçu',
  about:
    'Votre navigateur vérifie ce reçu lui-même : par le calcul d’abord, puis au registre public. Inutile de nous croire.',
  verifyAbout: 'Tout le monde peut vérifier un reçu ici, sans compte. Rien ne nous en est envoyé.',
  paste: 'Le reçu, en JSON',
  file: 'Choisir un fichier',
  malformed: 'Ce n’est pas un reçu : « {{field}} » manque ou est illisible.',
  says: 'Ce que dit le reçu',
  partner: 'Partenaire {{id}}',
  endpoint: 'Point d’accès RPC',
  endpointAbout:
    'Un nœud du réseau {{network}} (chaîne {{chainId}}) auquel vous faites confiance. Retenu sur cet appareil seulement.',
  useOwn: 'Prendre celui de ce serveur',
  fault: {
    not_a_url: 'Tapez une adresse comme https://noeud.exemple',
    not_secure: 'Elle doit commencer par https://, ou être sur cet ordinateur',
  },
  check: 'Vérifier',
  steps: 'Ce qui a été vérifié',
  facts: 'Les faits bruts',
  lies: 'Le point d’accès est cru sur les étapes 3 à 9. S’il ment, il peut inventer une inscription ou en cacher une ; il ne peut pas rendre juste une preuve fausse. Interrogez-en un second si l’enjeu est grand.',
  notChecked:
    'Non vérifié, car seul Entente le sait : les identifiants de l’écriture et du lot, et l’heure de leur enregistrement. Le réseau et le contrat viennent de ce serveur : comparez-les à ce qui est publié ailleurs.',
  outcome: {
    passed: 'juste',
    failed: 'faux',
    open: 'pas encore établi',
    unknown: 'invérifiable',
    left_out: 'sans objet',
  },
  verdict: {
    verified: { title: 'Ce reçu est authentique', text: 'Chaque étape concorde, et l’inscription est définitive.' },
    not_final: {
      title: 'Ce reçu concorde jusqu’ici',
      text: 'Rien n’est faux, mais le réseau ne l’a pas encore rendu définitif. Vérifiez à nouveau plus tard.',
    },
    incomplete: {
      title: 'La vérification n’a pas pu aller au bout',
      text: 'Cela ne dit rien du reçu. Essayez un autre point d’accès.',
    },
    refuted: {
      title: 'Quelque chose ne concorde pas',
      text: 'Au moins une étape est fausse. La différence est dite ci-dessous.',
    },
  },
  step: {
    order: {
      title: '1. Numéro de commande',
      about:
        'Votre navigateur calcule la marque du numéro de commande. Un autre numéro ou sel donnerait une autre marque.',
    },
    proof: {
      title: '2. Preuve',
      about:
        'Votre navigateur calcule le chemin de ce reçu au sceau de son lot. Tout changement du numéro, de la commande, du partenaire, du compte ou des points mènerait ailleurs.',
    },
    network: { title: '3. Réseau', about: 'Le point d’accès dit à quel réseau il appartient.' },
    contract: {
      title: '4. Contrat émetteur',
      about: 'Le reçu doit nommer le contrat qui émet les points, et il doit y en avoir un à cette adresse.',
    },
    transaction: {
      title: '5. Transaction',
      about:
        'Le point d’accès montre la transaction qui a inscrit le lot ; bloc, heure et coût doivent être ceux du reçu.',
    },
    event: {
      title: '6. Inscription du lot',
      about:
        'L’inscription du contrat doit porter le sceau, le partenaire, le premier numéro, le nombre et les sommes.',
    },
    credit: {
      title: '7. Points inscrits',
      about: 'Dans la même transaction, le registre doit avoir inscrit au moins ces points sur ce compte.',
    },
    finality: {
      title: '8. Définitif',
      about: 'Un bloc définitif ne peut plus être remplacé. Avant, le réseau peut encore changer d’avis.',
    },
    member: {
      title: '9. À vous',
      about: 'Le compte du reçu doit être le vôtre, ou un compte que vous avez quitté selon le registre.',
    },
  },
  reason: {
    order_matches: 'Le numéro de commande et le sel donnent la marque du reçu.',
    order_not_named: 'Le reçu ne nomme pas de commande.',
    order_differs: 'Le numéro de commande, le sel ou la marque a été changé : ils ne vont pas ensemble.',
    proof_leads_to_root: 'Le reçu mène au sceau de son lot.',
    leaf_types_differ: 'Le reçu suit d’autres règles que les nôtres.',
    partner_differs: 'Le reçu et son lot nomment des partenaires différents.',
    number_out_of_batch: 'Le numéro de cette écriture n’est pas dans son lot.',
    proof_leads_elsewhere:
      'Numéro, commande, compte, points, nature ou preuve a été changé : cela ne mène pas au sceau du lot.',
    network_matches: 'Le point d’accès est du bon réseau.',
    network_differs: 'Le point d’accès est d’un autre réseau. Choisissez-en un du bon réseau.',
    endpoint_unreachable:
      'Le point d’accès n’a pas répondu, ou pas comme il se doit. Vérifiez l’adresse, ou choisissez-en un autre.',
    contract_matches: 'Le reçu nomme le contrat émetteur, et il est là.',
    contract_differs: 'Le reçu nomme un autre contrat que celui qui émet les points.',
    contract_missing: 'Il n’y a pas de contrat à cette adresse.',
    transaction_found: 'La transaction est là, et ses faits sont ceux du reçu.',
    batch_not_posted: 'Ces points ne sont pas encore au registre. Revenez dans une minute.',
    transaction_missing: 'Le point d’accès ne connaît pas cette transaction.',
    transaction_reverted: 'La transaction a échoué : elle n’a rien changé.',
    block_number_differs: 'La transaction est dans un bloc d’un autre numéro.',
    block_hash_differs: 'La transaction est dans un autre bloc.',
    block_replaced: 'Le bloc de la transaction a été remplacé par un autre.',
    gas_used_differs: 'La transaction a coûté autre chose que ce que dit le reçu.',
    time_differs: 'La transaction est d’une autre heure que ne le dit le reçu.',
    event_matches: 'Le contrat a inscrit ce lot, chiffre par chiffre.',
    event_missing: 'La transaction ne contient aucune inscription d’un lot de ce partenaire.',
    event_root_differs: 'L’inscription porte un autre sceau.',
    event_hash_differs: 'L’inscription est celle d’un lot d’un autre nom.',
    event_first_entry_differs: 'L’inscription commence par un autre numéro.',
    event_entry_count_differs: 'L’inscription compte un autre nombre d’écritures.',
    event_credited_differs: 'L’inscription a donné une autre somme de points.',
    event_debited_differs: 'L’inscription a repris une autre somme de points.',
    credit_found: 'Les points ont été inscrits sur ce compte.',
    credit_missing: 'Le registre n’a pas inscrit ces points sur ce compte.',
    debit_entry: 'Cette écriture reprend des points ; rien n’est inscrit sur le compte.',
    final: 'Le bloc est définitif.',
    not_final_yet: 'Le bloc n’est pas encore définitif ; les faits disent sa profondeur.',
    member_matches: 'Le reçu est établi à votre compte.',
    member_moved: 'Le reçu est établi à un compte que vous avez quitté.',
    member_differs: 'Le reçu est établi à quelqu’un d’autre.',
    member_points_differ: 'Votre historique montre d’autres points.',
    nobody_signed_in: 'Personne n’est connecté : il n’y a personne à comparer.',
    not_reached: 'Une étape précédente n’a pas abouti.',
  },
}
