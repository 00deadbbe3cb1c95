/**
 * A file of leaves has, batch by batch, without anything between: the number of leaves, the digest that the partner signed and the root, a
 * word each; the signature; the encoded leaves.
 */
export const WORD_BYTES = 32
export const SIGNATURE_BYTES = 65
/** Of version 2: seven words. */
export const LEAF_BYTES = 7 * WORD_BYTES
/** What is before the leaves of a batch. */
export const HEAD_BYTES = 3 * WORD_BYTES + SIGNATURE_BYTES
