import type { SameTexts } from '../../ui/texts.ts'
import type { acts as enActs, timing as enTiming } from './en-acts.ts'

/** The same in French. */
export const acts: SameTexts<typeof enActs> = {
  raise: {
    title: 'Relever le plafond de {{partner}} ?',
    words:
      '{{partner}} pourra émettre {{points}} de plus qu’à présent. Ce qui attendait repart tout seul. Le plafond peut être rabaissé, mais les points émis restent.',
    go: 'Relever de {{points}}',
    done: 'C’est enregistré. Le registre suit en quelques secondes.',
  },
  lower: {
    title: 'Abaisser le plafond de {{partner}} ?',
    words:
      '{{partner}} pourra émettre {{points}} de moins qu’à présent, et plus rien s’il n’en reste pas autant. Les achats au-delà attendent un relèvement.',
    go: 'Abaisser de {{points}}',
    done: 'C’est enregistré. Le registre suit en quelques secondes.',
  },
  set_daily_limit: {
    title: 'Fixer la limite journalière de {{partner}} ?',
    words:
      '{{partner}} pourra émettre au plus {{points}} en 24 heures, au lieu de la limite en vigueur. Les achats au-delà attendent.',
    go: 'Fixer à {{points}}',
    done: 'C’est enregistré. Le registre suit en quelques secondes.',
  },
  suspend: {
    title: 'Suspendre {{partner}} ?',
    words:
      'Les nouveaux achats chez {{partner}} sont refusés, et ce qui attend est conservé jusqu’à la reprise. Les points déjà gagnés restent utilisables.',
    go: 'Suspendre {{partner}}',
    done: '{{partner}} est suspendu ici. Le registre suit en quelques secondes.',
  },
  resume: {
    title: 'Rétablir {{partner}} ?',
    words: '{{partner}} participe de nouveau. Ce qui attendait repart tout seul.',
    go: 'Rétablir {{partner}}',
    done: '{{partner}} est actif ici. Le registre suit en quelques secondes.',
  },
  release: {
    title: 'Lever la quarantaine de {{partner}} ?',
    words:
      'Vous avez examiné ce que {{partner}} a publié sans ce serveur, jusqu’à l’écriture {{entry}}. Ce qui attend ici est numéroté à la suite et publié. Ce qui aurait été publié depuis maintient la quarantaine. Motif : « {{reason}} ».',
    go: 'Lever la quarantaine de {{partner}}',
    done: 'Quarantaine levée jusqu’à l’écriture {{entry}}.',
  },
  prices: {
    title: 'Prévoir les prix de {{partner}} à partir de {{month}} ?',
    words:
      'À partir de {{month}}, {{partner}} paie {{issue}} par point émis et reçoit {{redeem}} par point utilisé chez lui, jusqu’à de nouveaux prix. Ceci note le projet ; le registre l’aura quand l’administrateur l’aura annoncé puis exécuté deux jours plus tard.',
    go: 'Prévoir ces prix',
    done: 'C’est prévu. L’administrateur peut l’annoncer ; le tableau indique où il en est.',
  },
  settlement: {
    title: 'Régler avec {{partner}} en {{currency}} à partir de {{month}} ?',
    words:
      'À partir de {{month}}, {{partner}} paie et est payé en {{currency}}, jusqu’à une autre devise. Chaque relevé est converti au cours signé du dernier jour de son mois ; sans cours, il attend. Un mois commencé ne change jamais.',
    go: 'Fixer cette devise',
    done: 'C’est fixé : {{currency}} à partir de {{month}}.',
  },
  revokeKey: {
    title: 'Révoquer la clé « {{label}} » ?',
    words:
      'La caisse ou le programme qui utilise la clé {{keyId}} de {{partner}} est refusé désormais, en une seconde. C’est irréversible ; créez-lui une autre clé.',
    go: 'Révoquer définitivement',
    done: 'La clé « {{label}} » est révoquée.',
  },
  close: {
    title: 'Clore {{month}} ?',
    words:
      'Chaque partenaire concerné par {{month}} reçoit un relevé, signé avec la clé de l’opérateur. Un relevé ne change jamais : ce qui arrive tard figure sur un mois suivant. Rien n’est signé si les chiffres d’un seul partenaire ne concordent pas. Relancée, la clôture n’établit que les relevés manquants.',
    go: 'Clore {{month}}',
    done: '{{month}} est clos ici. Le registre suit en une ou deux minutes.',
  },
  payment: {
    title: 'Enregistrer le paiement de {{number}} ?',
    words:
      '{{number}} ({{partner}}, {{amount}}) a été payé en totalité, avec la référence « {{reference}} ». Il ne figure plus dans la position d’ouverture des nouveaux relevés. Ceci ne peut plus être modifié. Dans le registre, le paiement compte dès que {{partner}} a désigné la même référence.',
    go: 'Enregistrer le paiement',
    done: 'Le paiement est enregistré. Sa marque est en route vers le registre.',
  },
  resolution: {
    title: 'Mettre fin à la contestation de {{partner}} sur {{month}} ?',
    words:
      'La position reste celle de la clôture, et les paiements comptent de nouveau. Ce qui a été convenu (« {{outcome}} ») est conservé ici et peut être lu par {{partner}} ; portez la correction sur un mois suivant ou payez-la à part. Rien n’est soldé par cet acte.',
    go: 'Mettre fin à la contestation',
    done: 'La fin de la contestation est en route vers le registre.',
  },
  approve: {
    title: 'Approuver comme deuxième personne ?',
    words:
      'L’appel est exécuté aussitôt, au nom de la personne qui l’a proposé : {{what}}. Si la réponse contient un secret, c’est à elle de l’exécuter.',
    go: 'Approuver',
    done: 'C’est approuvé. La liste indique le résultat.',
  },
  reject: {
    title: 'Rejeter cette proposition ?',
    words: 'Elle n’est pas exécutée et prend fin : {{what}}. Son auteur peut la proposer de nouveau.',
    go: 'Rejeter',
    done: 'C’est rejeté.',
  },
  carryOut: {
    title: 'Exécuter votre proposition ?',
    words:
      'Elle est exécutée maintenant : {{what}}. Si la réponse contient un secret, il s’affiche ici une seule fois.',
    go: 'Exécuter',
    done: 'C’est exécuté.',
  },
  pause_issuing: {
    title: 'Suspendre l’émission de points pour tous ?',
    words:
      'Ici aussitôt, et dans le registre en quelques secondes : aucun partenaire ne donne de points. Les achats et retours sont acceptés et attendent. Les points continuent d’expirer. Motif : « {{reason}} ».',
    go: 'Suspendre l’émission',
    done: 'L’émission est suspendue ici. Le registre suit en quelques secondes.',
  },
  pause_redeeming: {
    title: 'Suspendre l’utilisation des points pour tous ?',
    words:
      'Ici aussitôt, et dans le registre en quelques secondes : rien ne peut être réservé en caisse ; ce qui est encaissé, à rendre ou à déplacer attend. Les points continuent d’expirer : vous devez aux membres ce qui expire pendant une pause dont vous êtes la cause. Motif : « {{reason}} ».',
    go: 'Suspendre l’utilisation',
    done: 'L’utilisation est suspendue ici. Le registre suit en quelques secondes.',
  },
  resume_issuing: {
    title: 'Reprendre l’émission ?',
    words:
      'Les partenaires donnent de nouveau des points, et ce qui attendait repart tout seul. Motif : « {{reason}} ».',
    go: 'Reprendre l’émission',
    done: 'L’émission reprend. Le registre suit en quelques secondes.',
  },
  resume_redeeming: {
    title: 'Reprendre l’utilisation ?',
    words: 'Les points sont de nouveau utilisables, et ce qui attendait repart tout seul. Motif : « {{reason}} ».',
    go: 'Reprendre l’utilisation',
    done: 'L’utilisation reprend. Le registre suit en quelques secondes.',
  },
  cancelOperation: {
    title: 'Annuler l’appel annoncé {{call}} ?',
    words:
      'L’appel est retiré et ne peut plus être exécuté ; l’administrateur peut l’annoncer de nouveau. Seul l’administrateur peut annuler un changement des rôles eux-mêmes : une telle annulation échoue dans le registre.',
    go: 'Annuler l’appel',
    done: 'L’annulation est en route vers le registre. L’appel quitte la liste dès qu’elle y est.',
  },
  freeze: {
    title: 'Geler le compte de ce membre ?',
    words:
      'En quelques secondes, rien ne peut plus être dépensé ni déplacé depuis le compte du membre {{memberId}}. Des points arrivent encore et expirent. Le membre voit que l’opérateur l’a gelé.',
    go: 'Geler le compte',
    done: 'Le gel est en route vers le registre, en quelques secondes.',
  },
  unfreeze: {
    title: 'Libérer le compte de ce membre ?',
    words:
      'En quelques secondes, le gel de l’opérateur sur le compte du membre {{memberId}} est levé. Un gel posé par le membre reste.',
    go: 'Libérer le compte',
    done: 'Le gel est levé, en quelques secondes.',
  },
  announceRecovery: {
    title: 'Annoncer cette récupération ?',
    words:
      'Tous les points du membre {{memberId}} doivent passer à la nouvelle clé. Le délai commence au vu de tous : le membre, ou quiconque a l’ancienne clé, peut refuser jusqu’à son terme, et vous pouvez la retirer.',
    go: 'Annoncer la récupération',
    done: 'L’annonce est en route vers le registre. Le délai commence là-bas.',
  },
  cancelRecovery: {
    title: 'Retirer cette récupération ?',
    words: 'Les points du membre {{memberId}} restent à la clé qui les a. La nouvelle clé est de nouveau libre.',
    go: 'La retirer',
    done: 'La récupération est retirée, en quelques secondes.',
  },
  completeRecovery: {
    title: 'Exécuter cette récupération ?',
    words:
      'Tous les points du membre {{memberId}} passent définitivement à la nouvelle clé. L’ancienne clé n’y peut plus rien. Si le délai n’est pas écoulé, c’est refusé.',
    go: 'L’exécuter',
    done: 'Le déplacement est en route vers le registre, en quelques secondes.',
  },
}

/** Who makes a call on the ledger, and when, in French. */
export const timing: SameTexts<typeof enTiming> = {
  server: 'Le serveur, avec la clé de l’opérateur, en quelques secondes. Sans délai ni deuxième personne.',
  allowance:
    'Le serveur, avec la clé de l’opérateur, en quelques secondes. Sans délai. Avec FOUR_EYES=allowance, l’appel devient une proposition si les relèvements de 24 heures dépassent la limite : une deuxième personne l’approuve d’abord.',
  prices:
    'L’administrateur, dont aucun serveur n’a la clé : il l’annonce (AccessManager.schedule) et l’exécute deux jours plus tard (AccessManager.execute). Avec FOUR_EYES=prices, une deuxième personne approuve d’abord le projet.',
  closing:
    'Le serveur, une fois les relevés établis, après tous les mois précédents et en une ou deux minutes ; un appel pour 150 partenaires. N’importe qui d’autre peut le faire. Sans délai ni deuxième personne.',
  payment:
    'Le serveur, avec la clé de l’opérateur, une fois le mois clos dans le registre. Sans délai ni deuxième personne.',
  recovery:
    'Le serveur, avec la clé de l’opérateur, en quelques secondes. Le contrat la fait ensuite attendre, au vu de tous. Avec FOUR_EYES=recovery, une deuxième personne l’approuve d’abord.',
  completion:
    'Le serveur, en quelques secondes, avec une clé sans rôle : une fois le délai écoulé, n’importe qui le peut.',
  cancelling:
    'Le serveur, avec la clé de l’opérateur comme gardien des rôles différés, en quelques secondes. Sans délai ni deuxième personne.',
  addition:
    'Le serveur, avec la clé de l’opérateur, en quelques secondes. Sans délai. Le numéro et, si le serveur l’héberge, la clé sont créés à ce moment.',
}
