// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";

import {LedgerGate} from "../../contracts/ledger/LedgerGate.sol";
import {PartnerRegistry} from "../../contracts/PartnerRegistry.sol";
import {PointsRedemption} from "../../contracts/PointsRedemption.sol";
import {PointsToken} from "../../contracts/PointsToken.sol";
import {IPartnerRegistry} from "../../contracts/interfaces/IPartnerRegistry.sol";
import {IPointsRedemption} from "../../contracts/interfaces/IPointsRedemption.sol";
import {IPointsToken} from "../../contracts/interfaces/IPointsToken.sol";
import {CalendarMonth} from "../../contracts/libraries/CalendarMonth.sol";
import {PlainPointsRedemption} from "../../contracts/mocks/PlainPointsRedemption.sol";
import {PlainPointsToken} from "../../contracts/mocks/PlainPointsToken.sol";
import {SigningWallet} from "../../contracts/mocks/SigningWallet.sol";
import {PartnerId} from "../../contracts/types/PartnerId.sol";

interface Vm {
    struct Log {
        bytes32[] topics;
        bytes data;
        address emitter;
    }

    function warp(uint256 timestamp) external;
    function chainId(uint256 id) external;
    function recordLogs() external;
    function getRecordedLogs() external returns (Log[] memory);
    function sign(uint256 privateKey, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);
    function signP256(uint256 privateKey, bytes32 digest) external pure returns (bytes32 r, bytes32 s);
    function publicKeyP256(uint256 privateKey) external pure returns (uint256 x, uint256 y);
    function addr(uint256 privateKey) external pure returns (address);
    function getNonce(address account) external view returns (uint64);
    function computeCreateAddress(address deployer, uint256 nonce) external pure returns (address);
    function load(address target, bytes32 slot) external view returns (bytes32);
}

/// @dev Redemption with assembly and without it, each with a ledger of its kind, get the same lists: words, results,
/// refusals and logs must be equal. Signatures differ, because each is for its own contract.
contract RedemptionLoopTest {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    uint256 private constant LENGTH = 7 days;
    /// One with a contract wallet, then those with plain keys, and the last with a passkey.
    uint256 private constant MEMBERS = 7;
    uint256 private constant PASSKEY = MEMBERS - 1;
    bytes32 private constant RP_ID_HASH = sha256("wallet.example.org");
    uint256 private constant P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551;
    uint256 private constant START = 1_775_000_000;

    struct World {
        PointsToken token;
        PartnerRegistry registry;
        PointsRedemption redemption;
    }

    /// What was drawn, before anybody signs it.
    struct Draft {
        uint32 partner;
        address member;
        uint48 points;
        uint24 nonce;
        uint64 deadline;
        bytes32 reward;
        uint256 key;
        uint256 form;
    }

    World private fast;
    World private plain;
    address private wallet;
    address private till;
    address private passkey;
    uint256 private time = START;
    uint256 private spentEver;
    uint256 private spentByPasskey;
    uint256 private pointsSpent;

    function setUp() public {
        VM.warp(START);
        wallet = address(new SigningWallet(VM.addr(_key("owner"))));
        till = address(new SigningWallet(VM.addr(_key("till"))));
        (uint256 x, uint256 y) = VM.publicKeyP256(_key("passkey"));
        bytes32 tag = keccak256("Entente passkey member v1");
        passkey = address(uint160(uint256(keccak256(abi.encode(tag, RP_ID_HASH, x, y)))));
        fast = _deploy(false);
        plain = _deploy(true);
    }

    function _deploy(bool isPlain) private returns (World memory world) {
        AccessManager manager = new AccessManager(address(this));
        address redemption = VM.computeCreateAddress(address(this), VM.getNonce(address(this)) + 2);
        LedgerGate.FoundingModules memory modules = LedgerGate.FoundingModules(
            address(this),
            redemption,
            address(this)
        );
        world.token =
            isPlain
                ? new PlainPointsToken(address(manager), "Points", "P", "", LENGTH, modules)
                : new PointsToken(address(manager), "Points", "P", "", LENGTH, modules);
        world.registry = new PartnerRegistry(address(manager), world.token);
        IPointsRedemption none = IPointsRedemption(address(0));
        world.redemption =
            isPlain
                ? new PlainPointsRedemption(world.token, world.registry, none)
                : new PointsRedemption(world.token, world.registry, none);
        require(address(world.redemption) == redemption, "another address");
        world.registry.register(PartnerId.wrap(1), "Key", abi.encodePacked(address(1)), _tillKey());
        world.registry.register(PartnerId.wrap(2), "Wallet", abi.encodePacked(address(1)), abi.encodePacked(till));
    }

    function _key(string memory name) private pure returns (uint256) {
        return uint256(keccak256(bytes(name)));
    }

    function _tillKey() private pure returns (bytes memory) {
        return abi.encodePacked(VM.addr(_key("till")));
    }

    function _member(uint256 index) private view returns (address) {
        if (index == PASSKEY) return passkey;
        return index == 0 ? wallet : VM.addr(_key("member") + index);
    }

    /* CHANCE */

    function _draft(uint256 seed, uint32 partner) private view returns (Draft memory draft) {
        uint256 who = seed % MEMBERS;
        draft.partner = partner;
        draft.member = (seed >> 8) % 60 == 0 ? address(0) : _member(who);
        uint256 balance = fast.token.balanceOf(_member(who));
        uint256 size = (seed >> 16) % 12;
        draft.points = uint48(
            size == 0
                ? 0
                : size == 1
                    ? balance + 1
                    : size == 2
                        ? balance
                        : balance / (size + 1)
        );
        if ((seed >> 24) % 30 == 0) draft.points = type(uint48).max;
        uint256 last = fast.token.lastNonce(_member(who));
        draft.nonce = uint24((seed >> 32) % 10 == 0 ? last : last + 1 + ((seed >> 40) % 3));
        if ((seed >> 48) % 40 == 0) draft.nonce = type(uint24).max;
        draft.deadline = uint64((seed >> 56) % 15 == 0 ? time - 1 : time + ((seed >> 56) % 2));
        draft.reward = keccak256(abi.encode(seed));
        draft.key =
            (seed >> 64) % 20 == 0
                ? _key("stranger")
                : who == 0
                    ? _key("owner")
                    : _key("member") + who;
        draft.form = (seed >> 72) % 24;
    }

    /* SIGNING */

    function _order(Draft memory draft) private pure returns (IPointsRedemption.Order memory) {
        return IPointsRedemption.Order(draft.member, draft.points, draft.nonce, draft.deadline, draft.reward);
    }

    /// @dev Right ones of 65 and 64 bytes, and every kind of wrong one.
    function _signature(uint256 key, bytes32 digest, uint256 form) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, digest);
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        if (form == 1) return abi.encodePacked(r, bytes32(uint256(s) | (uint256(v - 27) << 255)));
        if (form == 2) return abi.encodePacked(r, bytes32(order - uint256(s)), v == 27 ? uint8(28) : uint8(27));
        if (form == 3) return abi.encodePacked(r, s, v - 27);
        if (form == 4) return abi.encodePacked(r, s, v == 27 ? uint8(28) : uint8(27));
        if (form == 5) return abi.encodePacked(r, s, v, uint8(0));
        if (form == 6) return "";
        if (form == 7) return abi.encodePacked(r, bytes31(s));
        if (form == 8) return abi.encodePacked(bytes32(0), s, v);
        if (form == 9) return abi.encodePacked(r, bytes32(0), v);
        return abi.encodePacked(r, s, v);
    }

    /// @dev As WebAuthn has it; and altered, cut, padded, for another site, with the other `s`, or without verification.
    function _passkeySignature(bytes32 digest, uint256 form) private pure returns (bytes memory signature) {
        bytes32 site = form == 1 ? sha256("other.example.org") : RP_ID_HASH;
        bytes memory data = abi.encodePacked(site, form == 2 ? bytes1(0x01) : bytes1(0x05), uint32(7));
        bytes32 challenge = form == 3 ? keccak256(abi.encode(digest)) : digest;
        string memory json = string.concat(
            '{"type":"webauthn.get","challenge":"',
            Base64.encodeURL(abi.encodePacked(challenge)),
            '","origin":"https://wallet.example.org"}'
        );
        (bytes32 r, bytes32 s) = VM.signP256(_key("passkey"), sha256(abi.encodePacked(data, sha256(bytes(json)))));
        bool high = uint256(s) > P256_ORDER / 2;
        if (high != (form == 4)) s = bytes32(P256_ORDER - uint256(s));
        (uint256 x, uint256 y) = VM.publicKeyP256(_key("passkey"));
        uint256 typeIndex = form == 5 ? type(uint128).max : 1;
        signature = abi.encodePacked(x, y, abi.encode(r, s, uint256(23), typeIndex, data, json));
        if (form == 6) signature = bytes.concat(signature, hex"00");
        if (form == 7) signature = abi.encodePacked(x, y);
        if (form == 8) signature = abi.encodePacked(y, x, abi.encode(r, s, uint256(23), uint256(1), data, json));
    }

    function _signAll(
        World memory world,
        Draft[] memory drafts,
        uint32 partner
    ) private view returns (bytes memory orders, bytes memory signatures, bytes32[] memory hashes) {
        hashes = new bytes32[](drafts.length);
        for (uint256 i = 0; i < drafts.length; ++i) {
            Draft memory draft = drafts[i];
            IPointsRedemption.Order memory order = _order(draft);
            hashes[i] = world.redemption.hashOfOrder(PartnerId.wrap(partner), order);
            bytes memory signature = _memberSignature(
                draft,
                world.redemption.digestOfOrder(PartnerId.wrap(partner), order)
            );
            signatures = bytes.concat(signatures, bytes2(uint16(signature.length)), signature);
            orders = bytes.concat(
                orders,
                abi.encodePacked(draft.member, draft.points, draft.nonce, draft.deadline, draft.reward)
            );
        }
    }

    function _memberSignature(Draft memory draft, bytes32 digest) private view returns (bytes memory) {
        if (draft.member == passkey) return _passkeySignature(digest, draft.form);
        return _signature(draft.key, digest, draft.form);
    }

    function _call(
        World memory world,
        Draft[] memory drafts,
        uint256 seed,
        uint32 partner
    ) private view returns (bytes memory) {
        (bytes memory orders, bytes memory signatures, bytes32[] memory hashes) = _signAll(world, drafts, partner);
        bytes32 list = world.redemption.digestOfList(PartnerId.wrap(partner), hashes);
        bytes memory last = _signature(_key("till"), list, (seed >> 16) % 40);
        signatures = bytes.concat(signatures, bytes2(uint16(last.length)), last);
        if (seed % 20 == 0) signatures = bytes.concat(signatures, hex"00");
        if (seed % 20 == 1) orders = bytes.concat(orders, hex"00");
        if (seed % 20 == 2 && signatures.length != 0) {
            // A byte of a length or of a signature becomes another.
            uint256 at = (seed >> 32) % signatures.length;
            signatures[at] = bytes1(uint8(signatures[at]) ^ uint8(1 + ((seed >> 64) % 255)));
        }
        return abi.encodeCall(IPointsRedemption.redeem, (PartnerId.wrap(partner), orders, signatures));
    }

    /* COMPARING */

    function _both(bytes memory forFast, bytes memory forPlain, bool atModule) private {
        VM.recordLogs();
        (bool fastPassed, bytes memory fastResult) = (atModule ? address(fast.redemption) : address(fast.token)).call(
            forFast
        );
        Vm.Log[] memory fastLogs = VM.getRecordedLogs();
        VM.recordLogs();
        (bool plainPassed, bytes memory plainResult) = (atModule ? address(plain.redemption) : address(plain.token))
            .call(forPlain);
        Vm.Log[] memory plainLogs = VM.getRecordedLogs();
        require(fastPassed == plainPassed, "one refused");
        require(keccak256(fastResult) == keccak256(plainResult), "results differ");
        if (!fastPassed) return;
        require(fastLogs.length == plainLogs.length, "numbers of logs differ");
        for (uint256 i = 0; i < fastLogs.length; ++i) {
            bool same =
                keccak256(abi.encode(fastLogs[i].topics, fastLogs[i].data)) ==
                    keccak256(abi.encode(plainLogs[i].topics, plainLogs[i].data));
            bool alike = (fastLogs[i].emitter == address(fast.token)) == (plainLogs[i].emitter == address(plain.token));
            require(same && alike, "logs differ");
            if (fastLogs[i].topics[0] != IPointsRedemption.PointsRedeemed.selector) continue;
            ++spentEver;
            pointsSpent += abi.decode(fastLogs[i].data, (uint256));
            if (address(uint160(uint256(fastLogs[i].topics[2]))) == passkey) ++spentByPasskey;
        }
    }

    function _requireEqual() private view {
        require(fast.token.supplyWord() == plain.token.supplyWord(), "supplies differ");
        uint256 total = 0;
        for (uint256 i = 0; i < MEMBERS; ++i) {
            require(fast.token.accountWord(_member(i)) == plain.token.accountWord(_member(i)), "words differ");
            total += fast.token.balanceOf(_member(i));
        }
        require(total == fast.token.totalSupply(), "the supply is not the sum of the balances");
        for (uint256 slot = 0; slot < 2 * 34; ++slot) {
            bytes32 place = bytes32((1 << 40) | ((1 + slot / 34) << 8) | (slot % 34));
            bool same = VM.load(address(fast.redemption), place) == VM.load(address(plain.redemption), place);
            require(same, "the module's words differ");
        }
    }

    /// @dev Of every month of the campaign, stored or running; together they are what was spent.
    function _requireEqualMonths() private view {
        uint256 sum = 0;
        for (uint32 id = 1; id <= 2; ++id) {
            for (uint256 month = CalendarMonth.monthAt(START); month <= CalendarMonth.monthAt(time); ++month) {
                (uint64 redeemed, ) = fast.redemption.redemptionTotals(PartnerId.wrap(id), month);
                (uint64 plainRedeemed, ) = plain.redemption.redemptionTotals(PartnerId.wrap(id), month);
                require(redeemed == plainRedeemed, "a month's points differ");
                sum += redeemed;
            }
        }
        require(sum == pointsSpent, "the months are not what was spent");
    }

    /// @param fuzzed Where chance begins.
    function testFuzz_assemblyEqualsPlain(uint256 fuzzed) external {
        uint256 seed = fuzzed;
        // Sometimes the chain has forked since the deployment and taken another number.
        if (seed % 8 == 0) VM.chainId(1 + (seed % 1_000));
        for (uint256 step = 0; step < 16; ++step) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 choice = seed % 16;
            if (choice == 0) {
                time += (seed >> 8) % 3 == 0 ? LENGTH * ((seed >> 16) % 8) : (1 days * ((seed >> 16) % 40)) / 8;
                VM.warp(time);
            } else if (choice == 1) {
                address account = _member((seed >> 8) % MEMBERS);
                bytes memory freeze = abi.encodeCall(IPointsToken.setMemberFreeze, (account, (seed >> 64) % 3 == 0));
                _both(freeze, freeze, false);
            } else if (choice == 2) {
                _changeKey(seed);
            } else if (choice < 6) {
                _credit(seed);
            } else {
                _redeem(seed);
            }
            _requireEqual();
        }
        _requireEqualMonths();
    }

    function _changeKey(uint256 seed) private {
        bytes memory key = (seed >> 8) % 3 == 0 ? abi.encodePacked(till) : _tillKey();
        fast.registry.setRedemptionKey(PartnerId.wrap(1), key);
        plain.registry.setRedemptionKey(PartnerId.wrap(1), key);
    }

    function _credit(uint256 seed) private {
        bytes memory records = "";
        for (uint256 i = 0; i < MEMBERS; ++i) {
            records = bytes.concat(records, abi.encodePacked(_member(i), uint48((seed >> (8 * i)) % 5_000)));
        }
        _both(
            abi.encodeCall(IPointsToken.issuePoints, (records)),
            abi.encodeCall(IPointsToken.issuePoints, (records)),
            false
        );
    }

    function _redeem(uint256 seed) private {
        uint32 partner = (seed >> 8) % 30 == 0 ? 9 : uint32(1 + ((seed >> 8) % 2));
        // One order most often: that is the path with most assembly.
        uint256 count = (seed >> 16) % 3 != 0 ? 1 : (seed >> 24) % 5;
        Draft[] memory drafts = new Draft[](count);
        for (uint256 i = 0; i < count; ++i) drafts[i] = _draft(uint256(keccak256(abi.encode(seed, i))), partner);
        uint256 odds = uint256(keccak256(abi.encode(seed, "list")));
        _both(_call(fast, drafts, odds, partner), _call(plain, drafts, odds, partner), true);
    }

    /// @dev A campaign in which nothing is ever spent would prove nothing.
    function test_spendsInTheCampaign() external {
        for (uint256 i = 0; i < 8; ++i) this.testFuzz_assemblyEqualsPlain(i);
        require(spentEver >= 10 && spentByPasskey >= 1, "too little was spent");
    }
}
