// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {SignerKey} from "../../contracts/libraries/SignerKey.sol";

/// @dev `SignerKey.recoverTyped` beside OpenZeppelin's way to the same address, and what it leaves behind in memory.
/// Any `r` that is a point's and any `s` are somebody's signature of any digest, so that no key is needed.
contract SignerKeyTest {
    uint256 private constant ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
    bytes32 private constant SEPARATOR = keccak256("separator");
    bytes32 private constant HASH = keccak256("struct");

    function recoverTyped(
        bytes32 separator,
        bytes32 structHash,
        bytes calldata signature
    ) external view returns (address signer) {
        uint256[] memory guard = new uint256[](1);
        guard[0] = ORDER;
        signer = SignerKey.recoverTyped(separator, structHash, signature);
        bytes memory nothing;
        require(guard.length == 1 && guard[0] == ORDER, "the first array in memory is as it was");
        require(nothing.length == 0, "and so is the word that empty arrays share");
        uint256[] memory next = new uint256[](1);
        require(next[0] == 0 && guard[0] == ORDER, "and where memory is free");
    }

    function openZeppelin(
        bytes32 separator,
        bytes32 structHash,
        bytes calldata signature
    ) external pure returns (address signer) {
        bytes32 digest = MessageHashUtils.toTypedDataHash(separator, structHash);
        (signer, , ) = ECDSA.tryRecoverCalldata(digest, signature);
    }

    /// @return signer What both say.
    function _both(bytes32 separator, bytes32 hash, bytes memory signature) private view returns (address signer) {
        signer = this.recoverTyped(separator, hash, signature);
        require(signer == this.openZeppelin(separator, hash, signature), "as OpenZeppelin");
    }

    /// @dev Half of all `r` below the order are a point's.
    /// @param start Far from the order.
    function _pointFrom(uint256 start) private pure returns (bytes32 r) {
        for (uint256 at = start; ; ++at) {
            if (ecrecover(HASH, 27, bytes32(at), bytes32(uint256(1))) != address(0)) return bytes32(at);
        }
    }

    function test_takesTheHighestLowSAndNoHigher() external view {
        bytes32 r = _pointFrom(1);
        uint256 low = SignerKey.LOW_S_MAX;
        require(low == ORDER / 2, "half of the order");
        require(_both(SEPARATOR, HASH, abi.encodePacked(r, low, uint8(27))) != address(0), "the highest, v of 27");
        require(_both(SEPARATOR, HASH, abi.encodePacked(r, low, uint8(28))) != address(0), "the highest, v of 28");
        require(_both(SEPARATOR, HASH, abi.encodePacked(r, low + 1, uint8(27))) == address(0), "its twin");
        require(_both(SEPARATOR, HASH, abi.encodePacked(r, ORDER - 1, uint8(27))) == address(0), "the highest of all");
    }

    function test_nobodySignedWithWhatIsNoSignature() external view {
        bytes32 r = _pointFrom(1);
        uint8[6] memory others = [0, 1, 26, 29, 128, 255];
        for (uint256 i = 0; i < others.length; ++i) {
            bytes memory signature = abi.encodePacked(r, uint256(1), others[i]);
            require(_both(SEPARATOR, HASH, signature) == address(0), "another v");
        }
        require(_both(SEPARATOR, HASH, abi.encodePacked(r, uint256(0), uint8(27))) == address(0), "no s");
        require(_both(SEPARATOR, HASH, abi.encodePacked(uint256(0), uint256(1), uint8(27))) == address(0), "no r");
        require(_both(SEPARATOR, HASH, abi.encodePacked(ORDER, uint256(1), uint8(27))) == address(0), "r too high");
    }

    function testFuzz_recoversAsOpenZeppelin(
        bytes32 separator,
        bytes32 hash,
        uint256 start,
        uint256 s,
        uint8 v
    ) external view {
        bytes32 r = _pointFrom(start / 2);
        _both(separator, hash, abi.encodePacked(r, s, v));
        address signer = _both(separator, hash, abi.encodePacked(r, (s % SignerKey.LOW_S_MAX) + 1, 27 + (v % 2)));
        require(signer != address(0), "somebody signed");
    }
}
