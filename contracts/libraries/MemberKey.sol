// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {WebAuthn} from "@openzeppelin/contracts/utils/cryptography/WebAuthn.sol";

import {SignerKey} from "./SignerKey.sol";

/// @title What a member signed
/// @notice A member is an address. Its key is one of three kinds, told apart by what the signature proves:
/// a plain key (65 bytes, or 64 by ERC-2098), a passkey, or a contract wallet (ERC-1271).
/// @dev A passkey's signature is x, y and the ABI encoding of WebAuthn's `r, s, challengeIndex, typeIndex,
/// authenticatorData, clientDataJSON`, with the digest as challenge. Its member is `passkeyAddress(rpIdHash, x, y)`, so
/// a passkey of another site is another member, and no registry is needed. docs/decisions/0012-redemption.md says more.
library MemberKey {
    /// A contract wallet may use this much gas to say yes. A Safe with three owners needs less than a third.
    uint256 internal constant WALLET_GAS = 100_000;
    /// What must be left besides, so that a wallet that used it all does not end the transaction.
    uint256 internal constant RESERVE_GAS = 20_000;

    uint256 private constant POINT_BYTES = 64;
    /// WebAuthn's authenticator data: 32 bytes of relying party, a byte of flags, 4 of counter.
    uint256 private constant AUTHENTICATOR_DATA_BYTES_MIN = 37;
    /// ERC-1271: what is asked by this selector is approved by this answer, and by no other.
    bytes4 private constant IS_VALID_SIGNATURE = bytes4(keccak256("isValidSignature(bytes32,bytes)"));
    uint256 private constant WALLET_ANSWER_BYTES = 32;

    bytes32 private constant PASSKEY_TAG = keccak256("Entente passkey member v1");

    /// @notice The poster left too little gas for a contract wallet to answer. Nothing is wrong with the signature.
    error GasTooLow(uint256 left, uint256 needed);

    /// @notice The member whose key is the passkey (x, y) of the relying party with `rpIdHash` (SHA-256 of its id).
    /// @dev The tag keeps these addresses apart from those of keys and contracts, which hash other things.
    function passkeyAddress(bytes32 rpIdHash, bytes32 x, bytes32 y) internal pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encode(PASSKEY_TAG, rpIdHash, x, y)))));
    }

    /// @notice Whether `member`, which is not zero, signed `digest`.
    /// @dev `ecrecover` goes first: it is cheaper than asking for code, and an EIP-7702 account's own key works. That
    /// also means that such an account cannot give its own key up. Reverts with `GasTooLow` only.
    function signed(address member, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        return SignerKey.recover(digest, signature) == member || signedWithoutKey(member, digest, signature);
    }

    /// @notice Whether `member` signed `digest` by passkey or contract wallet. Reverts with `GasTooLow` only.
    function signedWithoutKey(address member, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        if (signature.length > POINT_BYTES) {
            (bool decoded, WebAuthn.WebAuthnAuth calldata assertion) = WebAuthn.tryDecodeAuth(signature[POINT_BYTES:]);
            if (decoded && _isPasskeyOf(member, signature, assertion)) {
                return _passkeySigned(digest, signature, assertion);
            }
        }
        return _walletSigned(member, digest, signature);
    }

    /// @dev Whether the signature brings the passkey that `member` is the address of.
    function _isPasskeyOf(
        address member,
        bytes calldata signature,
        WebAuthn.WebAuthnAuth calldata assertion
    ) private pure returns (bool) {
        bytes calldata authenticatorData = assertion.authenticatorData;
        if (authenticatorData.length < AUTHENTICATOR_DATA_BYTES_MIN) return false;
        bytes32 tag = PASSKEY_TAG;
        uint256 account;
        // `passkeyAddress` of what was found to be there: 500 gas less than with slices.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let free := mload(64)
            mstore(free, tag)
            mstore(add(free, 32), calldataload(authenticatorData.offset))
            calldatacopy(add(free, 64), signature.offset, 64)
            account := shr(96, shl(96, keccak256(free, 128)))
        }
        return account == uint160(member);
    }

    /// @dev User presence and user verification are both required.
    function _passkeySigned(
        bytes32 digest,
        bytes calldata signature,
        WebAuthn.WebAuthnAuth calldata assertion
    ) private view returns (bool) {
        // WebAuthn reads memory at the type's index even where that is far outside, and runs out of gas there.
        if (assertion.typeIndex >= bytes(assertion.clientDataJSON).length) return false;
        bytes32 x;
        bytes32 y;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            x := calldataload(signature.offset)
            y := calldataload(add(signature.offset, 32))
        }
        return WebAuthn.verify(abi.encodePacked(digest), assertion, x, y, true);
    }

    /// @dev ERC-1271, read only, with bounded gas, and nothing copied but the answer's first word. Whoever posts cannot
    /// make a good signature fail by leaving too little gas: then the whole call reverts.
    function _walletSigned(address wallet, bytes32 digest, bytes calldata signature) private view returns (bool) {
        if (wallet.code.length == 0) return false;
        bytes memory question = abi.encodeWithSelector(IS_VALID_SIGNATURE, digest, signature);
        // EIP-150: a call gets at most 63 parts of 64. Rounds down, by less gas than the reserve holds.
        uint256 needed = (WALLET_GAS * 64) / 63 + RESERVE_GAS;
        if (gasleft() < needed) revert GasTooLow(gasleft(), needed);
        uint256 gasMax = WALLET_GAS;
        bool answered;
        uint256 size;
        bytes32 answer;
        // Assembly: Solidity copies everything that the wallet returns, a megabyte too.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            answered := staticcall(gasMax, wallet, add(question, 32), mload(question), 0, 32)
            size := returndatasize()
            answer := mload(0)
        }
        return answered && size == WALLET_ANSWER_BYTES && answer == bytes32(IS_VALID_SIGNATURE);
    }
}
