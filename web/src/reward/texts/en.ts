/** What is said of a reward wherever it is shown: part of the texts of each room that shows one, as `rewards`. */
export const en = {
  discount: '{{amount}} off your basket',
  basketMin: 'For baskets of {{amount}} or more',
  charity: 'Goes to {{name}}',
  stock: '{{left}} left',
  perMember: 'Limit: {{times}} per member',
  validUntil: 'Until {{day}}',
  claimDays: 'Use within {{days}} days',
  tier: 'For {{tier}} members',
  whereTitle: 'Where and how',
  whereDiscount:
    'At any till of {{partner}}: tell the cashier before you pay and show your card. The amount comes off the bill at once.',
  whereClaim: 'You get a voucher here. Show it at a till of {{partner}}.',
  whereDiscountClaim:
    'You get a voucher here. Show it at a till of {{partner}} before you pay, and {{amount}} comes off the bill.',
  whereCode: 'You get a code here. Use it at {{partner}}.',
  whereDonation: 'Your points go to {{charity}} at once. There is nothing to pick up.',
  kind: {
    basket_discount: 'Discount',
    product: 'Product',
    service: 'Service',
    gift_code: 'Gift code',
    access: 'Access',
    donation: 'Donation',
  },
}
