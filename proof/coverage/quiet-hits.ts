import type { HardhatPlugin } from 'hardhat/types/plugins'

/**
 * What Hardhat's coverage calls at every statement, without a trace in memory: the original writes to where the free
 * memory pointer points, and between two blocks of our assembly there is something else in its place. The word at zero
 * is put back, and no statement of ours asks for the size of what the one before it was answered.
 */
const library = `// SPDX-License-Identifier: MIT
pragma solidity >=0.8.0;

library __NomicFoundationCoverage {
  function _hit(uint256 id) private view {
    assembly ("memory-safe") {
      let kept := mload(0)
      mstore(0, id)
      pop(staticcall(gas(), 0xc0bEc0BEc0BeC0bEC0beC0bEC0bEC0beC0beC0BE, 0, 32, 0, 0))
      mstore(0, kept)
    }
  }

  function _asPure(function(uint256) internal view seen) private pure returns (function(uint256) pure pureSeen) {
    assembly {
      pureSeen := seen
    }
  }

  function sendHit(uint256 id) internal pure {
    _asPure(_hit)(id);
  }
}
`

/** For the configuration of a copy whose coverage is measured. */
export const quietHits: HardhatPlugin = {
  id: 'entente-quiet-hits',
  hookHandlers: {
    solidity: () =>
      Promise.resolve({
        default: () =>
          Promise.resolve({
            invokeSolc: (context, compiler, input, config, next) => {
              const names = Object.keys(input.sources).filter((name) => name.startsWith('__NomicFoundationCoverage'))
              const quiet = Object.fromEntries(names.map((name) => [name, { content: library }]))
              return next(context, compiler, { ...input, sources: { ...input.sources, ...quiet } }, config)
            },
          }),
      }),
  },
}
