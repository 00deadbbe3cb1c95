/**
 * Whether `asked` more of one fit into a queue that several share: nobody may have more waiting than there is room left. So one alone
 * fills half of the queue, two a third each, and whoever comes next always finds room.
 */
export function hasRoom({
  own,
  waiting,
  asked,
  max,
}: {
  readonly own: number
  readonly waiting: number
  readonly asked: number
  readonly max: number
}): boolean {
  return own + asked <= max - waiting - asked
}
