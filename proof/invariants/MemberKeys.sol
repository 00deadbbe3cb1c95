// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";

import {Outcomes} from "./Outcomes.sol";
import {VM} from "./Vm.sol";

/// @title A signer without a key: it answers ERC-1271 as the signature tells it
/// @notice The signature is a mood and the digest that was signed.
contract MoodyWallet {
    enum Mood {
        Approves,
        Refuses,
        Reverts,
        AnswersNothing,
        AnswersThirtyOneBytes
    }

    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        bool known = signature.length == 33 && bytes32(signature[1:]) == digest;
        Mood mood = signature.length == 33 ? Mood(uint8(signature[0])) : Mood.Refuses;
        if (mood == Mood.Reverts) revert("not today");
        uint256 size =
            mood == Mood.AnswersNothing
                ? 0
                : mood == Mood.AnswersThirtyOneBytes
                    ? 31
                    : 32;
        bytes4 answer = mood == Mood.Refuses || !known ? bytes4(0xffffffff) : this.isValidSignature.selector;
        assembly {
            mstore(0, answer)
            return(0, size)
        }
    }
}

/// @title Members, each with a key: a plain one, a contract wallet or a passkey
abstract contract MemberKeys is Outcomes {
    enum KeyKind {
        None,
        Plain,
        Wallet,
        Passkey
    }

    struct Key {
        KeyKind kind;
        uint256 secret;
        bytes32 x;
        bytes32 y;
    }

    bytes32 private constant RP_ID_HASH = sha256("wallet.example.org");
    uint256 private constant P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551;

    MoodyWallet internal immutable _wallet = new MoodyWallet();
    mapping(address account => Key) internal _keys;
    uint256 private _membersMade;
    uint256 internal _random;

    function _draw(uint256 bound) internal returns (uint256) {
        _random = uint256(keccak256(abi.encode(_random)));
        return _random % bound;
    }

    function _oneIn(uint256 n) internal returns (bool) {
        return _draw(n) == 0;
    }

    /// @dev A quarter each have a contract wallet and a passkey.
    function _newMember() internal returns (address account) {
        uint256 number = ++_membersMade;
        Key memory key = Key(KeyKind.Plain, 1 + (uint256(keccak256(abi.encode("member", number))) >> 1), 0, 0);
        if (number % 8 < 2) {
            key.kind = KeyKind.Wallet;
            account = address(new MoodyWallet());
        } else if (number % 8 < 4) {
            key.kind = KeyKind.Passkey;
            (uint256 x, uint256 y) = VM.publicKeyP256(key.secret);
            (key.x, key.y) = (bytes32(x), bytes32(y));
            bytes32 tag = keccak256("Entente passkey member v1");
            account = address(uint160(uint256(keccak256(abi.encode(tag, RP_ID_HASH, x, y)))));
        } else {
            account = VM.addr(key.secret);
        }
        _keys[account] = key;
    }

    /// @dev What the member signs; or, if it did not sign, what somebody made up in its place.
    function _signAs(address account, bytes32 digest, bool signs) internal returns (bytes memory) {
        Key storage key = _keys[account];
        if (key.kind == KeyKind.Wallet) return _walletSignature(digest, signs);
        if (key.kind == KeyKind.Passkey) return _passkeySignature(key, signs ? digest : keccak256(abi.encode(digest)));
        uint256 secret = signs && key.kind != KeyKind.None ? key.secret : 1 + _draw(2 ** 128);
        return _plainSignature(secret, digest);
    }

    function _plainSignature(uint256 secret, bytes32 digest) internal returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(secret, digest);
        // Sometimes as ERC-2098 writes it.
        if (_oneIn(4)) return abi.encodePacked(r, bytes32(uint256(s) | (uint256(v - 27) << 255)));
        return abi.encodePacked(r, s, v);
    }

    function _walletSignature(bytes32 digest, bool signs) internal returns (bytes memory) {
        if (signs) return abi.encodePacked(MoodyWallet.Mood.Approves, digest);
        if (_oneIn(3)) return abi.encodePacked(MoodyWallet.Mood.Approves, keccak256(abi.encode(digest)));
        return abi.encodePacked(MoodyWallet.Mood(1 + _draw(4)), digest);
    }

    function _passkeySignature(Key storage key, bytes32 digest) private view returns (bytes memory) {
        bytes memory data = abi.encodePacked(RP_ID_HASH, hex"05", uint32(7));
        string memory json = string.concat(
            '{"type":"webauthn.get","challenge":"',
            Base64.encodeURL(abi.encodePacked(digest)),
            '","origin":"https://wallet.example.org"}'
        );
        (bytes32 r, bytes32 s) = VM.signP256(key.secret, sha256(abi.encodePacked(data, sha256(bytes(json)))));
        if (uint256(s) > P256_ORDER / 2) s = bytes32(P256_ORDER - uint256(s));
        return abi.encodePacked(key.x, key.y, abi.encode(r, s, uint256(23), uint256(1), data, json));
    }
}
