import type { SameTexts } from '../../ui/texts.ts'
import type { en } from './en.ts'

/** The same texts in French. */
export const fr: SameTexts<typeof en> = {
  discount: '{{amount}} de remise sur votre panier',
  basketMin: 'À partir de {{amount}} d’achats',
  charity: 'Au profit de {{name}}',
  stock: 'Stock restant : {{left}}',
  perMember: 'Maximum {{times}} par membre',
  validUntil: 'Jusqu’au {{day}}',
  claimDays: 'À utiliser sous {{days}} jours',
  tier: 'Pour les membres {{tier}}',
  whereTitle: 'Où et comment',
  whereDiscount:
    'À toutes les caisses de {{partner}} : dites-le avant de payer et présentez votre carte. La remise est aussitôt déduite.',
  whereClaim: 'Vous recevez un bon ici. Présentez-le à une caisse de {{partner}}.',
  whereDiscountClaim:
    'Vous recevez un bon ici. Présentez-le à une caisse de {{partner}} avant de payer : {{amount}} sont déduits.',
  whereCode: 'Vous recevez un code ici. Utilisez-le chez {{partner}}.',
  whereDonation: 'Vos points sont aussitôt versés à {{charity}}. Vous n’avez rien à retirer.',
  kind: {
    basket_discount: 'Remise',
    product: 'Produit',
    service: 'Service',
    gift_code: 'Code cadeau',
    access: 'Accès',
    donation: 'Don',
  },
}
