// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @title A contract wallet that answers as badly as it was told to
/// @notice What a member's wallet could do to whoever asks it by ERC-1271.
contract HostileWallet {
    error SignatureRefused();

    enum Way {
        ReturnsNothing,
        ReturnsThirtyOneBytes,
        ReturnsThirtyThreeBytes,
        ReturnsMegabyte,
        ReturnsWrongMagic,
        ReturnsMagicWithRubbish,
        Reverts,
        RevertsWithBomb,
        LoopsForEver,
        Reenters,
        SelfDestructs,
        Alternates
    }

    Way private immutable WAY;
    /// Whom it calls when it re-enters, and with what.
    address private _target;
    bytes private _call;

    constructor(Way way) {
        WAY = way;
    }

    function aim(address target, bytes calldata call) external {
        _target = target;
        _call = call;
    }

    /// @dev Answers begin with the magic value, unless a wrong one is the way: only the way itself makes them fail.
    function isValidSignature(bytes32, bytes calldata) external returns (bytes4) {
        bytes32 magic = bytes32(IERC1271.isValidSignature.selector);
        if (WAY == Way.ReturnsNothing) _return(magic, 0);
        if (WAY == Way.ReturnsThirtyOneBytes) _return(magic, 31);
        if (WAY == Way.ReturnsThirtyThreeBytes) _return(magic, 33);
        if (WAY == Way.ReturnsMegabyte) _return(magic, 1 << 20);
        if (WAY == Way.ReturnsWrongMagic) return 0xffffffff;
        if (WAY == Way.ReturnsMagicWithRubbish) _return(magic | bytes32(uint256(1)), 32);
        if (WAY == Way.Alternates) return block.number % 2 == 1 ? bytes4(magic) : bytes4(0);
        return _misbehave();
    }

    function _misbehave() private returns (bytes4) {
        if (WAY == Way.Reverts) revert SignatureRefused();
        // As large as the gas that it is given allows.
        if (WAY == Way.RevertsWithBomb) _revert(300_000);
        if (WAY == Way.SelfDestructs) _selfDestruct();
        if (WAY == Way.Reenters) return _reenter();
        uint256 turns = 0;
        while (true) ++turns;
        return 0;
    }

    function _reenter() private returns (bytes4) {
        // solhint-disable-next-line avoid-low-level-calls
        (bool done, ) = _target.call(_call);
        return done ? IERC1271.isValidSignature.selector : bytes4(0);
    }

    function _return(bytes32 word, uint256 size) private pure {
        // solhint-disable-next-line no-inline-assembly
        assembly {
            mstore(0, word)
            return(0, size)
        }
    }

    function _revert(uint256 size) private pure {
        // solhint-disable-next-line no-inline-assembly
        assembly {
            revert(0, size)
        }
    }

    function _selfDestruct() private {
        // solhint-disable-next-line no-inline-assembly
        assembly {
            selfdestruct(caller())
        }
    }
}
