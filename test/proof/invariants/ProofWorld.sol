// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

import {PartnerRegistry} from "../../../contracts/PartnerRegistry.sol";
import {PointsIssuance} from "../../../contracts/PointsIssuance.sol";
import {PointsLedger} from "../../../contracts/PointsLedger.sol";
import {PointsRedemption} from "../../../contracts/PointsRedemption.sol";
import {PointsToken} from "../../../contracts/PointsToken.sol";
import {IPartnerRegistry} from "../../../contracts/interfaces/IPartnerRegistry.sol";
import {IPointsRedemption} from "../../../contracts/interfaces/IPointsRedemption.sol";
import {PartnerId} from "../../../contracts/types/PartnerId.sol";
import {LedgerModel} from "./LedgerModel.sol";
import {Outcomes} from "./Outcomes.sol";
import {RegistryModel} from "./RegistryModel.sol";
import {VM, Vm} from "./Vm.sol";

/// @title A signer without a key: it answers ERC-1271 as its mood is
contract MoodyWallet {
    enum Mood {
        Approves,
        Refuses,
        Reverts,
        AnswersNothing,
        AnswersThirtyOneBytes
    }

    Mood public mood;

    function feel(Mood now_) external {
        mood = now_;
    }

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        if (mood == Mood.Reverts) revert("not today");
        uint256 size =
            mood == Mood.AnswersNothing
                ? 0
                : mood == Mood.AnswersThirtyOneBytes
                    ? 31
                    : 32;
        bytes4 answer = mood == Mood.Refuses ? bytes4(0xffffffff) : this.isValidSignature.selector;
        assembly {
            mstore(0, answer)
            return(0, size)
        }
    }
}

/// @title The real contracts, the actors, the clock, and what is drawn by chance
/// @dev The handler is the operator; partners sign with keys; redemption and accounts modules are addresses that it
/// speaks for, because the ledger trusts them with everything, so nothing that they could be made to do is left out.
abstract contract ProofWorld is LedgerModel, RegistryModel, Outcomes {
    uint256 internal constant EPOCH_LENGTH = 7 days;
    uint256 internal constant MEMBERS = 8;
    uint256 internal constant HOSTILE = 5;
    address internal constant ACCOUNTS = address(0xbeef02);

    AccessManager internal _manager;
    PointsToken internal _token;
    PartnerRegistry internal _registry;
    PointsIssuance internal _issuance;
    PointsRedemption internal _redemption;
    MoodyWallet internal _wallet;
    uint256 internal _origin;

    /// Members who have an account, closed ones replaced by where they moved to.
    address[] internal _members;
    address[] internal _closed;
    address[] internal _hostile;
    uint256 internal _random;
    uint256 public calls;
    /// What the logs say that an account holds.
    mapping(address account => int256 points) internal _logged;

    constructor() {
        _warp(1_767_225_600);
        _origin = (_clock / EPOCH_LENGTH - 1) * EPOCH_LENGTH;
        _manager = new AccessManager(address(this));
        address issuance = VM.computeCreateAddress(address(this), VM.getNonce(address(this)) + 2);
        address redemption = VM.computeCreateAddress(address(this), VM.getNonce(address(this)) + 3);
        PointsLedger.FoundingModules memory modules = PointsLedger.FoundingModules(issuance, redemption, ACCOUNTS);
        _token = new PointsToken(address(_manager), "Proof points", "PRF", "", EPOCH_LENGTH, modules);
        _registry = new PartnerRegistry(address(_manager), _token);
        _issuance = new PointsIssuance(_token, _registry);
        _redemption = new PointsRedemption(_token, _registry, IPointsRedemption(address(0)));
        _must("world 1", address(_issuance) == issuance && address(_redemption) == redemption);
        _wallet = new MoodyWallet();
        for (uint256 i = 0; i < MEMBERS; ++i) _members.push(_freshAddress("member", i));
        for (uint256 i = 0; i < HOSTILE; ++i) _hostile.push(_freshAddress("hostile", i));
        for (uint256 i = 0; i < 4; ++i) _registerPartner();
    }

    function _freshAddress(string memory kind, uint256 number) internal pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encode(kind, number)))));
    }

    /* CHANCE */

    /// @dev Everything that an action draws comes from the fuzzer's seed and the number of the call.
    function _begin(uint256 seed) internal {
        calls += 1;
        VM.warp(_clock);
        _random = uint256(keccak256(abi.encode(seed, calls)));
        if (_draw(3) == 0) _crossBoundary();
        _remember();
    }

    function _remember() internal virtual;

    function _draw(uint256 bound) internal returns (uint256) {
        _random = uint256(keccak256(abi.encode(_random)));
        return _random % bound;
    }

    function _oneIn(uint256 n) internal returns (bool) {
        return _draw(n) == 0;
    }

    function _drawMember() internal returns (address) {
        if (_closed.length != 0 && _oneIn(10)) return _closed[_draw(_closed.length)];
        return _members[_draw(_members.length)];
    }

    /// @dev Mostly what shops give; sometimes nothing, one, or the edges of a lot and of a record.
    function _drawPoints() internal returns (uint256) {
        uint256 kind = _draw(30);
        if (kind == 0) return 0;
        if (kind == 1) return 1;
        if (kind == 2) return LOT_LIMIT - 1 + _draw(3);
        if (kind == 3) return _draw(2 ** 48);
        if (kind == 4) return LOT_LIMIT / 4 + _draw(LOT_LIMIT / 4);
        return 1 + _draw(5_000);
    }

    /* CLOCK */

    function _warp(uint256 to) private {
        _clock = to;
        VM.warp(to);
    }

    function _modelEpoch() internal view override returns (uint256) {
        return _clock / EPOCH_LENGTH - _origin / EPOCH_LENGTH;
    }

    /// @dev The last second of an epoch, the first of the next, and the second after it; or somewhere on the way, or
    /// several epochs on.
    function _crossBoundary() internal {
        uint256 next = _origin + (_modelEpoch() + 1) * EPOCH_LENGTH;
        uint256 kind = _draw(8);
        if (kind == 0) next += _draw(8) * EPOCH_LENGTH;
        uint256 to = kind < 6 ? next - 1 + _draw(3) : _clock + _draw(EPOCH_LENGTH / 4);
        if (to <= _clock) return;
        _warp(to);
        uint256 second = (to + 1 - _origin) % EPOCH_LENGTH;
        if (second == 0) _count(Outcome.BoundaryLastSecond);
        if (second == 1) _count(Outcome.BoundaryFirstSecond);
        if (second == 2) _count(Outcome.BoundarySecondAfter);
    }

    /* PARTNERS */

    /// Those who have not left.
    uint32[] internal _present;

    function _registerPartner() internal {
        uint32 id = ++_partnerCount;
        _present.push(id);
        PartnerRow storage p = _partners[id];
        p.issuerKey = uint256(keccak256(abi.encode("issuer", id)));
        _registry.register(PartnerId.wrap(id), "Partner", _issuerKeyOf(id), abi.encodePacked(address(0xdead)));
        _registry.setDailyLimit(PartnerId.wrap(id), 2 ** 36);
        _registry.raiseAllowance(PartnerId.wrap(id), 2 ** 37);
        (p.status, p.nextEntry) = (IPartnerRegistry.Status.Active, 1);
        (p.allowance, p.raised, p.dailyLimit, p.usedAt) = (2 ** 37, 2 ** 37, 2 ** 36, _clock);
    }

    /// @dev Every third partner signs with a wallet instead of a key.
    function _signsWithWallet(uint32 id) internal pure returns (bool) {
        return id % 3 == 0;
    }

    function _issuerKeyOf(uint32 id) internal view returns (bytes memory) {
        return abi.encodePacked(_signsWithWallet(id) ? address(_wallet) : VM.addr(_partners[id].issuerKey));
    }

    function _drawPartner() internal returns (uint32) {
        // Mostly one that has not left; sometimes any, sometimes nobody.
        if (_oneIn(18)) return _partnerCount + 1;
        if (_oneIn(12)) return uint32(1 + _draw(_partnerCount));
        return _present[_draw(_present.length)];
    }

    /* CALLS */

    /// @dev Calls as `actor` and follows the `Transfer` logs.
    function _callAs(address actor, address target, bytes memory data) internal returns (bool ok, bytes memory answer) {
        VM.recordLogs();
        VM.prank(actor);
        (ok, answer) = target.call(data);
        Vm.Log[] memory logs = VM.getRecordedLogs();
        // The recorder keeps what a refused call logged, although the chain does not.
        for (uint256 i = 0; ok && i < logs.length; ++i) _follow(logs[i]);
    }

    function _follow(Vm.Log memory log) private {
        if (log.emitter != address(_token) || log.topics[0] != keccak256("Transfer(address,address,uint256)")) return;
        int256 points = int256(abi.decode(log.data, (uint256)));
        address from = address(uint160(uint256(log.topics[1])));
        address to = address(uint160(uint256(log.topics[2])));
        if (from != address(0)) _logged[from] -= points;
        if (to != address(0)) _logged[to] += points;
    }

    function _selectorOf(bytes memory answer) internal pure returns (bytes4 selector) {
        if (answer.length >= 4) selector = bytes4(answer);
    }
}
