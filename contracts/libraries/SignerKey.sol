// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title Keys as bytes, and what they signed
/// @notice 20 bytes are an address: ECDSA, and ERC-1271 where that does not match. Longer keys are ERC-7913 signers.
library SignerKey {
    uint256 internal constant ADDRESS_BYTES = 20;
    uint256 internal constant PLAIN_BYTES = 65;
    uint256 internal constant COMPACT_BYTES = 64;
    /// Half the order of secp256k1: a signature with a higher `s` is the twin of another.
    uint256 internal constant LOW_S_MAX = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;

    function isWellFormed(bytes memory key) internal pure returns (bool) {
        return key.length >= ADDRESS_BYTES && bytes20(key) != bytes20(0);
    }

    /// @notice Whether the address `signer`, which is not zero, signed `digest`.
    /// @dev `ecrecover` goes first: it is 4,300 gas cheaper than asking for code, and an EIP-7702 account's plain key
    /// works.
    function addressSigned(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        if (recover(digest, signature) == signer) return true;
        return SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature);
    }

    /// @notice Whether the well-formed key signed `digest`.
    function keySigned(bytes memory key, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        if (key.length == ADDRESS_BYTES) return addressSigned(address(bytes20(key)), digest, signature);
        return SignatureChecker.isValidSignatureNow(key, digest, signature);
    }

    /// @notice Whose plain key signed the EIP-712 struct, by a signature of 65 bytes: `recover` of its digest, hashed
    /// and recovered in one go. Zero for what is no signature, and for one with a high `s`.
    /// @dev Assembly: docs/decisions/0012-redemption.md says why. It works in the first four words of memory and puts
    /// the free memory pointer and the zero slot back. The precompile answers nothing where `v` is neither 27 nor 28 or
    /// the point is none. Nobody can make it fail by too little gas: it gets 63 parts of 64, and with what remains of
    /// less than 3,000 the caller cannot end its work.
    function recoverTyped(
        bytes32 separator,
        bytes32 structHash,
        bytes calldata signature
    ) internal view returns (address signer) {
        uint256 lowMax = LOW_S_MAX;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let free := mload(64)
            mstore(0, 0x1901)
            mstore(32, separator)
            mstore(64, structHash)
            mstore(0, keccak256(30, 66))
            mstore(32, byte(0, calldataload(add(signature.offset, 64))))
            calldatacopy(64, signature.offset, 64)
            if iszero(gt(mload(96), lowMax)) {
                pop(staticcall(gas(), 1, 0, 128, 0, 32))
                signer := mul(mload(0), eq(returndatasize(), 32))
            }
            mstore(64, free)
            mstore(96, 0)
        }
    }

    /// @notice Whose plain key signed; zero for anything but a well-formed signature of 65 or (ERC-2098) 64 bytes with
    /// a low `s`.
    function recover(bytes32 digest, bytes calldata signature) internal pure returns (address signer) {
        if (signature.length == 65) {
            (signer, , ) = ECDSA.tryRecoverCalldata(digest, signature);
        } else if (signature.length == 64) {
            (signer, , ) = ECDSA.tryRecover(digest, bytes32(signature[:32]), bytes32(signature[32:]));
        }
    }
}
