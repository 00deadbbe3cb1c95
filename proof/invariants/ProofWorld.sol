// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

import {PointsAccounts} from "../../contracts/PointsAccounts.sol";
import {PartnerRegistry} from "../../contracts/PartnerRegistry.sol";
import {PointsIssuance} from "../../contracts/PointsIssuance.sol";
import {LedgerGate} from "../../contracts/ledger/LedgerGate.sol";
import {PointsRedemption} from "../../contracts/PointsRedemption.sol";
import {PointsToken} from "../../contracts/PointsToken.sol";
import {IPartnerRegistry} from "../../contracts/interfaces/IPartnerRegistry.sol";
import {IPointsRedemption} from "../../contracts/interfaces/IPointsRedemption.sol";
import {PartnerId} from "../../contracts/types/PartnerId.sol";
import {LedgerModel} from "./LedgerModel.sol";
import {MemberKeys} from "./MemberKeys.sol";
import {RegistryModel} from "./RegistryModel.sol";
import {TypedData} from "./TypedData.sol";
import {VM, Vm} from "./Vm.sol";

/// @title The real contracts, the actors, the clock, and what is drawn by chance
/// @dev The handler is the operator; partners and members sign with keys, wallets and passkeys. What the ledger would do
/// for a module that asks for anything at all is `proof/differential`'s, where the modules are a puppet.
abstract contract ProofWorld is LedgerModel, RegistryModel, MemberKeys {
    uint256 internal constant EPOCH_LENGTH = 7 days;
    uint256 internal constant MEMBERS = 8;
    uint256 internal constant HOSTILE = 5;
    uint256 internal constant RECOVERY_DELAY = 3 days;

    AccessManager internal _manager;
    PointsToken internal _token;
    PartnerRegistry internal _registry;
    PointsIssuance internal _issuance;
    PointsRedemption internal _redemption;
    PointsRedemption internal _formerRedemption;
    PointsAccounts internal _accountsModule;
    bytes32 internal _redemptionDomain;
    bytes32 internal _accountsDomain;
    uint256 internal _origin;

    /// Members who have an account, closed ones replaced by where they moved to.
    address[] internal _members;
    address[] internal _closed;
    address[] internal _hostile;
    uint256 public calls;
    /// What the logs say that an account holds.
    mapping(address account => int256 points) internal _logged;

    constructor() {
        _warp(1_767_225_600);
        _origin = (_clock / EPOCH_LENGTH - 1) * EPOCH_LENGTH;
        _manager = new AccessManager(address(this));
        address issuance = VM.computeCreateAddress(address(this), VM.getNonce(address(this)) + 2);
        address redemption = VM.computeCreateAddress(address(this), VM.getNonce(address(this)) + 3);
        address accounts = VM.computeCreateAddress(address(this), VM.getNonce(address(this)) + 4);
        LedgerGate.FoundingModules memory modules = LedgerGate.FoundingModules(issuance, redemption, accounts);
        _token = new PointsToken(address(_manager), "Proof points", "PRF", "", EPOCH_LENGTH, modules);
        _registry = new PartnerRegistry(address(_manager), _token);
        _issuance = new PointsIssuance(_token, _registry);
        _useRedemption(new PointsRedemption(_token, _registry, IPointsRedemption(address(0))));
        _useAccounts(new PointsAccounts(address(_manager), _token, RECOVERY_DELAY));
        _must("world 1", address(_issuance) == issuance && address(_redemption) == redemption);
        _must("world 2", address(_accountsModule) == accounts);
        for (uint256 i = 0; i < MEMBERS; ++i) _members.push(_newMember());
        for (uint256 i = 0; i < HOSTILE; ++i) _hostile.push(_freshAddress("hostile", i));
        for (uint256 i = 0; i < 4; ++i) _registerPartner();
    }

    function _useRedemption(PointsRedemption module) internal {
        _redemption = module;
        _redemptionDomain = TypedData.domainOf("Entente Redemption", address(module));
    }

    function _useAccounts(PointsAccounts module) internal {
        _accountsModule = module;
        _accountsDomain = TypedData.domainOf("Entente Accounts", address(module));
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
        _aims = _oneIn(2);
        if (_aims) _aim = _rareOutcome();
        if (_aimsBetween(Outcome.EpochLastSecond, Outcome.MonthFirstSecond) || _oneIn(6)) _crossBoundary();
        _remember();
    }

    /// @dev The rarest of a handful, so that one that cannot be had today does not stand in the way of the others.
    function _rareOutcome() private returns (Outcome rarest) {
        uint256 fewest = type(uint256).max;
        for (uint256 i = 0; i < 6; ++i) {
            Outcome outcome = Outcome(_draw(OUTCOMES));
            uint256 times = outcomes[outcome];
            if (times < fewest) (rarest, fewest) = (outcome, times);
        }
    }

    /// @dev An action lets time pass: what was so before is remembered from then.
    function _passTimeTo(uint256 second) internal {
        if (second <= _clock) return;
        _warp(second);
        _remember();
    }

    function _remember() internal virtual;

    /// @dev One that was closed, if there is one.
    function _drawClosed() internal returns (address) {
        return _closed.length == 0 ? address(0) : _closed[_draw(_closed.length)];
    }

    /// @dev One of the last few that are reserved, if there is one.
    function _drawReserved() internal returns (address) {
        for (uint256 i = 1; i <= 8 && i <= _everReserved.length; ++i) {
            address account = _everReserved[_everReserved.length - i];
            address holder = _accounts[account].successor;
            if (holder != address(0) && _reservation[holder] == account) return account;
        }
        return _members[_draw(_members.length)];
    }

    function _drawMember() internal returns (address) {
        if (_oneIn(20)) return _drawReserved();
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

    /// @dev The last second of an epoch, a day or a month, the first of the next, the second after; or somewhere on the
    /// way, or several epochs on.
    function _crossBoundary() internal {
        uint256 kind = _draw(10);
        if (_aimsBetween(Outcome.EpochLastSecond, Outcome.EpochSecondAfter)) kind = 0;
        if (_aimsBetween(Outcome.DayLastSecond, Outcome.DayFirstSecond)) kind = 4;
        if (_aimsBetween(Outcome.MonthLastSecond, Outcome.MonthFirstSecond)) kind = 6;
        uint256 next = _clock + 1 + _draw(EPOCH_LENGTH / 16);
        if (kind < 3) next = _origin + (_modelEpoch() + 1) * EPOCH_LENGTH - 1 + _draw(3);
        else if (kind < 6) next = (_clock / 1 days + 1) * 1 days - 1 + _draw(3);
        else if (kind == 6) next = _monthEndAfter(_clock) - 1 + _draw(3);
        else if (kind == 7 && _oneIn(3)) next = _origin + (_modelEpoch() + 1 + _draw(8)) * EPOCH_LENGTH;
        if (next <= _clock) return;
        _warp(next);
        _countBoundary((next + 1 - _origin) % EPOCH_LENGTH, Outcome.EpochLastSecond);
        if ((next + 1 - _origin) % EPOCH_LENGTH == 2) _count(Outcome.EpochSecondAfter);
        _countBoundary((next + 1) % 1 days, Outcome.DayLastSecond);
        uint256 monthEnd = _monthEndAfter(next - 1);
        if (next + 1 == monthEnd) _count(Outcome.MonthLastSecond);
        if (next == monthEnd) _count(Outcome.MonthFirstSecond);
    }

    function _monthEndAfter(uint256 second) private returns (uint256) {
        _modelMonth(second);
        return _monthEnd;
    }

    function _countBoundary(uint256 secondsPast, Outcome last) private {
        if (secondsPast == 0) _count(last);
        if (secondsPast == 1) _count(Outcome(uint256(last) + 1));
    }

    /* PARTNERS */

    /// Those who have not left.
    uint32[] internal _present;

    function _registerPartner() internal {
        // Now and then a number is left out.
        if (_partnerCount != 0 && _oneIn(20)) ++_partnerCount;
        uint32 id = ++_partnerCount;
        _present.push(id);
        PartnerRow storage p = _partners[id];
        p.issuerKey = uint256(keccak256(abi.encode("issuer", id)));
        p.tillKey = uint256(keccak256(abi.encode("till", id)));
        _registry.register(PartnerId.wrap(id), "Partner", _issuerKeyOf(id), _tillKeyOf(id));
        _registry.setDailyLimit(PartnerId.wrap(id), 2 ** 36);
        _registry.raiseAllowance(PartnerId.wrap(id), 2 ** 37);
        (p.status, p.nextEntry) = (IPartnerRegistry.Status.Active, 1);
        (p.allowance, p.raised, p.dailyLimit, p.usedAt) = (2 ** 37, 2 ** 37, 2 ** 36, _clock);
        // Most are priced from their first month on: nothing is to be paid for the others.
        if (_oneIn(6)) return;
        p.prices.push(PriceRow(_modelMonth(_clock), 1 + _drawPrice(), 1 + _drawPrice()));
        PriceRow storage first = p.prices[0];
        _registry.setPrices(PartnerId.wrap(id), first.month, first.issuePrice, first.redeemPrice);
    }

    /// @dev Millionths of a minor unit: some that leave halves, some that leave less, and none.
    function _drawPrice() internal returns (uint256) {
        uint256 kind = _draw(5);
        if (kind == 0) return 0;
        if (kind == 1) return 500_000 * (1 + _draw(4));
        return kind == 2 ? 1_000_000 : _draw(1e9);
    }

    /// @dev Every third partner signs with a wallet instead of a key.
    function _signsWithWallet(uint32 id) internal pure returns (bool) {
        return id % 3 == 0;
    }

    function _issuerKeyOf(uint32 id) internal view returns (bytes memory) {
        return abi.encodePacked(_signsWithWallet(id) ? address(_wallet) : VM.addr(_partners[id].issuerKey));
    }

    /// @dev Every fourth counter does, too.
    function _redeemsWithWallet(uint32 id) internal pure returns (bool) {
        return id % 4 == 1;
    }

    function _tillKeyOf(uint32 id) internal view returns (bytes memory) {
        return abi.encodePacked(_redeemsWithWallet(id) ? address(_wallet) : VM.addr(_partners[id].tillKey));
    }

    function _drawPartner() internal returns (uint32) {
        // Mostly one that has not left; sometimes any, sometimes nobody.
        if (_oneIn(25)) return _partnerCount + 1;
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
        if (log.emitter != address(_token)) return _followModule(log);
        if (log.topics[0] != keccak256("Transfer(address,address,uint256)")) return;
        int256 points = int256(abi.decode(log.data, (uint256)));
        address from = address(uint160(uint256(log.topics[1])));
        address to = address(uint160(uint256(log.topics[2])));
        if (from != address(0)) _logged[from] -= points;
        if (to != address(0)) _logged[to] += points;
    }

    function _followModule(Vm.Log memory log) internal virtual;

    /// @dev Tells the invariants that this action was allowed to lower that balance.
    function _noteLowered(address account) internal virtual;

    function _selectorOf(bytes memory answer) internal pure returns (bytes4 selector) {
        if (answer.length >= 4) selector = bytes4(answer);
    }
}
