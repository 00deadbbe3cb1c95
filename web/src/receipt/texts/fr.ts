import type { SameTexts } from '../../ui/texts.ts'
import type { en } from './en.ts'

/** The same in French. */
export const fr: SameTexts<typeof en> = {
  unit: { one: 'point', other: 'points' },
  title: 'Vérifier un reçu',
  about:
    'Votre navigateur vérifie ce reçu lui-même : d’abord par le calcul, puis auprès du registre public. Vous n’avez pas à nous croire sur parole.',
  verifyAbout: 'Tout le monde peut vérifier un reçu ici, sans compte. Rien ne nous est envoyé.',
  paste: 'Le reçu, en JSON',
  file: 'Choisir un fichier',
  malformed: 'Ce n’est pas un reçu : le champ « {{field}} » est absent ou illisible.',
  says: 'Ce que dit le reçu',
  partner: 'Partenaire {{id}}',
  endpoint: 'Adresse du réseau',
  endpointAbout:
    'Un nœud du réseau {{network}} (chaîne {{chainId}}) auquel vous faites confiance. L’adresse est conservée sur cet appareil uniquement.',
  useOwn: 'Utiliser l’adresse de ce serveur',
  fault: {
    not_a_url: 'Saisissez une adresse, par exemple https://noeud.example',
    not_secure: 'L’adresse doit commencer par https:// ou désigner cet ordinateur',
  },
  check: 'Vérifier',
  again: 'Vérifier à nouveau',
  advanced: 'Options avancées',
  endpointNeeded: 'Pour vérifier ce reçu, indiquez un nœud du réseau dans « Options avancées ».',
  steps: 'Ce qui a été vérifié',
  facts: 'Données brutes',
  lies: 'Les étapes 3 à 9 reposent sur le nœud interrogé. S’il ment, il peut inventer ou dissimuler une inscription, mais il ne peut pas rendre valable une preuve fausse. Si l’enjeu est important, recommencez avec un second nœud.',
  notChecked:
    'Non vérifiés, car on ne les connaît que chez {{coalition}} : les identifiants de l’écriture et du lot, ainsi que l’heure de leur enregistrement. Le réseau et le contrat sont ceux qu’indique ce serveur : comparez-les à ce qui est publié ailleurs.',
  notCheckedSpent:
    'Non vérifié, car aucun registre ne le sait : si vous avez bien reçu ce que vous avez payé en points. Le réseau et le contrat sont ceux qu’indique ce serveur : comparez-les à ce qui est publié ailleurs.',
  spent: 'Points utilisés',
  cameBack: '{{points}} ont été rendus.',
  outcome: {
    passed: 'conforme',
    failed: 'non conforme',
    open: 'en attente',
    unknown: 'vérification impossible',
    left_out: 'sans objet',
  },
  verdict: {
    verified: {
      title: 'Ce reçu est authentique',
      text: '{{partner}} a bien inscrit {{points}} sur ce compte, et plus personne ne peut y changer quoi que ce soit.',
      spent:
        '{{points}} de ce compte ont été utilisés chez {{partner}}, comme son titulaire l’avait signé, et plus personne ne peut y changer quoi que ce soit.',
    },
    not_final: {
      title: 'Ce reçu est correct à ce stade',
      text: '{{partner}} a inscrit {{points}} sur ce compte. L’inscription n’est pas encore définitive : vérifiez à nouveau dans quelques minutes.',
      spent:
        '{{points}} de ce compte ont été utilisés chez {{partner}}, comme son titulaire l’avait signé. Tout n’est pas encore définitif : vérifiez à nouveau dans quelques minutes, avec un reçu de ce moment-là.',
    },
    incomplete: {
      title: 'La vérification n’a pas pu aboutir',
      text: 'Le reçu n’est pas en cause : le réseau n’a pas répondu. Réessayez dans un instant, ou avec une autre adresse dans « Options avancées ».',
      spent:
        'Le reçu n’est pas en cause : le réseau n’a pas répondu. Réessayez dans un instant, ou avec une autre adresse dans « Options avancées ».',
    },
    refuted: {
      title: 'Quelque chose ne concorde pas',
      text: 'Ne vous fiez pas à ce reçu. Les écarts sont indiqués dans « Options avancées ».',
      spent: 'Ne vous fiez pas à ce reçu. Les écarts sont indiqués dans « Options avancées ».',
    },
  },
  step: {
    order: {
      title: '1. Numéro de commande',
      about:
        'Votre navigateur calcule l’empreinte du numéro de commande. Un autre numéro ou un autre sel donnerait une autre empreinte.',
    },
    proof: {
      title: '2. Preuve',
      about:
        'Votre navigateur calcule le chemin qui mène de ce reçu au sceau de son lot. Si le numéro, la commande, le partenaire, le compte ou les points avaient été modifiés, ce chemin mènerait ailleurs.',
    },
    network: { title: '3. Réseau', about: 'Le nœud indique à quel réseau il appartient.' },
    contract: {
      title: '4. Contrat émetteur',
      about: 'Le reçu doit désigner le contrat qui émet les points, et ce contrat doit exister à cette adresse.',
    },
    transaction: {
      title: '5. Transaction',
      about:
        'Le nœud fournit la transaction qui a inscrit le lot : le bloc, l’heure et le coût doivent être ceux du reçu.',
    },
    event: {
      title: '6. Inscription du lot',
      about:
        'L’inscription faite par le contrat doit contenir le même sceau, le même partenaire, le même premier numéro, le même nombre d’écritures et les mêmes totaux.',
    },
    credit: {
      title: '7. Points inscrits',
      about: 'Dans la même transaction, le registre doit avoir crédité ce compte d’au moins ces points.',
    },
    finality: {
      title: '8. Caractère définitif',
      about: 'Un bloc définitif ne peut plus être remplacé. D’ici là, le réseau peut encore en changer.',
    },
    given: {
      title: '1. Contrepartie',
      about:
        'Votre navigateur calcule l’empreinte de la récompense, ou de la remise, et du numéro de commande. C’est cette empreinte que le titulaire a signée.',
    },
    signature: {
      title: '2. Signature du titulaire',
      about:
        'Le titulaire des points doit avoir signé cet ordre : ce partenaire, ces points, cette empreinte. Sans cette signature, personne ne peut les utiliser.',
    },
    burn_contract: {
      title: '4. Contrat d’utilisation',
      about:
        'Le reçu doit désigner le contrat auprès duquel les points s’utilisent, et ce contrat doit exister à cette adresse.',
    },
    burn_transaction: {
      title: '5. Transaction',
      about:
        'Le nœud montre la transaction qui a utilisé les points ; son bloc et son heure doivent concorder avec le reçu.',
    },
    burn: {
      title: '6. Points utilisés',
      about:
        'L’inscription du contrat doit porter le même ordre, et le registre doit avoir retiré les points de ce compte.',
    },
    restored: {
      title: '7. Points rendus',
      about:
        'Chaque restitution qu’indique le reçu doit être au registre, et le contrat doit en compter autant au total.',
    },
    member: {
      title: '9. Titulaire',
      about: 'Le compte du reçu doit être le vôtre ou, d’après le registre, l’un de vos anciens comptes.',
    },
  },
  reason: {
    order_matches: 'Le numéro de commande et le sel donnent bien l’empreinte du reçu.',
    order_not_named: 'Le reçu n’indique pas de commande.',
    order_differs: 'Le numéro de commande, le sel ou l’empreinte a été modifié : ils ne concordent pas.',
    proof_leads_to_root: 'Le reçu mène bien au sceau de son lot.',
    leaf_types_differ: 'Le reçu n’est pas construit selon nos règles.',
    explanation_differs:
      'L’explication des points a été modifiée : elle ne correspond pas à son empreinte dans le reçu.',
    partner_differs: 'Le reçu et son lot n’indiquent pas le même partenaire.',
    number_out_of_batch: 'Le lot ne comprend pas le numéro de cette écriture.',
    proof_leads_elsewhere:
      'Le numéro, la commande, le compte, les points, la nature ou la preuve a été modifié : le chemin ne mène pas au sceau du lot.',
    network_matches: 'Le nœud appartient au bon réseau.',
    network_differs: 'Le nœud appartient à un autre réseau. Choisissez-en un du bon réseau.',
    endpoint_unreachable:
      'Le nœud n’a pas répondu ou sa réponse n’est pas valable. Vérifiez l’adresse ou choisissez-en un autre.',
    contract_matches: 'Le reçu désigne le contrat émetteur, et ce contrat existe.',
    contract_differs: 'Le reçu désigne un autre contrat que celui qui émet les points.',
    contract_missing: 'Il n’y a pas de contrat à cette adresse.',
    transaction_found: 'La transaction existe et correspond au reçu.',
    batch_not_posted: 'Ces points ne figurent pas encore au registre. Revenez dans une minute.',
    transaction_missing: 'Le nœud ne connaît pas cette transaction.',
    transaction_reverted: 'La transaction a échoué : elle n’a rien changé.',
    block_number_differs: 'Le numéro du bloc de la transaction n’est pas celui du reçu.',
    block_hash_differs: 'La transaction figure dans un autre bloc.',
    block_replaced: 'Le bloc de la transaction a été remplacé par un autre.',
    gas_used_differs: 'Le coût de la transaction n’est pas celui du reçu.',
    time_differs: 'L’heure de la transaction n’est pas celle du reçu.',
    event_matches: 'Le contrat a inscrit ce lot, au chiffre près.',
    event_missing: 'La transaction ne contient aucune inscription d’un lot de ce partenaire.',
    event_root_differs: 'L’inscription contient un autre sceau.',
    event_hash_differs: 'L’inscription est celle d’un lot dont l’empreinte est différente.',
    event_first_entry_differs: 'L’inscription commence par un autre numéro.',
    event_entry_count_differs: 'L’inscription indique un autre nombre d’écritures.',
    event_credited_differs: 'L’inscription a crédité un autre total de points.',
    event_debited_differs: 'L’inscription a débité un autre total de points.',
    credit_found: 'Les points ont été crédités sur ce compte.',
    credit_missing: 'Le registre n’a pas crédité ces points sur ce compte.',
    debit_entry: 'Cette écriture reprend des points : rien n’est crédité sur le compte.',
    final: 'Le bloc est définitif.',
    not_final_yet: 'Le bloc n’est pas encore définitif. Sa profondeur figure dans les données brutes.',
    member_matches: 'Le reçu est établi pour votre compte.',
    member_moved: 'Le reçu est établi pour un de vos anciens comptes.',
    member_differs: 'Le reçu est établi pour un autre membre.',
    member_points_differ: 'Votre historique indique un autre nombre de points.',
    nobody_signed_in: 'Personne n’est connecté : il n’y a aucun compte à comparer.',
    not_reached: 'Une étape précédente n’a pas abouti.',
    given_matches: 'La récompense ou la remise, le numéro de commande et le sel donnent l’empreinte signée.',
    given_differs: 'La récompense, le numéro de commande, le sel ou l’empreinte a été modifié : ils ne concordent pas.',
    signed_by_key: 'La clé de ce compte a signé l’ordre.',
    signed_by_passkey: 'La clé d’accès de ce compte a signé l’ordre, une fois déverrouillée par son titulaire.',
    signed_by_contract: 'Le portefeuille de ce compte, qui est un contrat, confirme la signature.',
    contract_says_no:
      'Le portefeuille de ce compte est un contrat, qui ne confirme pas cette signature aujourd’hui. Le registre l’a interrogé quand les points ont été utilisés.',
    signature_differs: 'La signature n’est pas celle du titulaire de ce compte, ou porte sur un autre ordre.',
    order_hash_differs: 'L’ordre ou son empreinte a été modifié : ils ne concordent pas.',
    burn_contract_matches: 'Le reçu désigne le contrat d’utilisation, et ce contrat existe.',
    burn_contract_differs: 'Le reçu ne désigne pas le contrat auprès duquel les points s’utilisent.',
    burn_transaction_found: 'La transaction existe et concorde avec le reçu.',
    burn_found: 'Le contrat a inscrit cet ordre, et le registre a retiré les points.',
    burn_missing: 'La transaction ne contient aucune inscription de cet ordre.',
    burn_unbooked: 'Le registre n’a pas retiré ces points de ce compte.',
    nothing_restored: 'Rien n’a été rendu.',
    restored_found: 'Chaque restitution est au registre.',
    restored_missing: 'Le registre n’a aucune inscription d’une des restitutions.',
    restored_too_much: 'Il a été rendu plus que ce qui avait été utilisé : c’est impossible.',
    restored_more_since: 'D’autres points ont été rendus depuis l’établissement de ce reçu. Demandez-en un nouveau.',
  },
}
