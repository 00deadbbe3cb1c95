/** Typed data of no contract of ours, for tests of who signs it. */
export const typedDataOf = (word: string) =>
  ({
    domain: { name: 'Test', version: '1', chainId: 1, verifyingContract: '0x00000000000000000000000000000000000000a1' },
    types: { Word: [{ name: 'word', type: 'string' }] },
    primaryType: 'Word',
    message: { word },
  }) as const
