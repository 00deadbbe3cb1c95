// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LedgerGate} from "../../contracts/ledger/LedgerGate.sol";
import {PartnerRegistry} from "../../contracts/PartnerRegistry.sol";
import {PointsToken} from "../../contracts/PointsToken.sol";
import {IPointsToken} from "../../contracts/interfaces/IPointsToken.sol";
import {PartnerId} from "../../contracts/types/PartnerId.sol";
import {VM} from "../invariants/Vm.sol";
import {SmallLedger} from "./SmallLedger.sol";

/// @title The bridge: what is proved of the small ledger is said of the real one, because they do the same
/// @notice Each run is a random walk of 32 steps; refusals and every lot of account and supply must be equal.
contract SmallLedgerTest {
    uint256 private constant LENGTH = 7 days;
    uint256 private constant STEPS = 32;
    address private constant WATCHED = address(0xA11CE);
    address private constant OTHER = address(0xB0B);

    PartnerId private constant PARTNER = PartnerId.wrap(1);

    PointsToken private _token;
    PartnerRegistry private _registry;
    SmallLedger private _small;

    function testFuzz_doesWhatTheLedgerDoes(uint256 seed) external {
        uint256 clock = 1_767_225_600;
        VM.warp(clock);
        _open();
        for (uint256 i = 0; i < STEPS; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 kind = seed % 12;
            if (kind < 2) {
                clock += LENGTH;
                VM.warp(clock);
                _small.age();
            } else if (kind < 5) _credit(seed / 12);
            else if (kind < 7) _debit(_pointsFrom(seed / 12));
            else if (kind < 9) _spend(seed / 12);
            else if (kind < 10) _restore(_pointsFrom(seed / 12));
            else _changeAllowance(seed / 12);
            _compare();
        }
    }

    /// @dev This contract is every module and the authority.
    function _open() private {
        LedgerGate.FoundingModules memory modules = LedgerGate.FoundingModules(
            address(this),
            address(this),
            address(this)
        );
        _token = new PointsToken(address(1), "Points", "PTS", "", LENGTH, modules);
        _registry = new PartnerRegistry(address(this), _token);
        _registry.register(PARTNER, "partner", abi.encodePacked(address(1)), abi.encodePacked(address(1)));
        _registry.setDailyLimit(PARTNER, type(uint64).max);
        _registry.raiseAllowance(PARTNER, 2 ** 40);
        _small = new SmallLedger();
        _small.raise(2 ** 40);
    }

    /* WHAT THE CONTRACTS ASK OF THEIR AUTHORITY AND MODULES */

    function canCall(address, address, bytes4) external view returns (bool, uint32) {
        return (msg.sender == address(_registry), 0);
    }

    function refreshKey(PartnerId) external pure {}

    /* STEPS */

    /// @dev Small numbers, the edges of a lot, and everything that a record can say.
    function _pointsFrom(uint256 seed) private pure returns (uint256) {
        uint256 kind = seed % 5;
        if (kind == 0) return 2 ** 36 - 2 + ((seed / 5) % 3);
        if (kind == 1) return (seed / 5) % 2 ** 48;
        if (kind == 2) return (seed / 5) % 2 ** 35;
        return (seed / 5) % 1_000;
    }

    function _credit(uint256 seed) private {
        (uint256 points, uint256 others) = (_pointsFrom(seed), _pointsFrom(seed / 2 ** 64));
        uint256 firstEntry = _registry.nextEntry(PARTNER) + (seed % 5 == 0 ? 1 : 0);
        uint256 entries = 1 + (seed % 3);
        bytes memory records = abi.encodePacked(WATCHED, uint48(points), OTHER, uint48(others));
        (bool ok, ) = address(this).call(abi.encodeCall(this.post, (records, firstEntry, entries)));
        bytes memory credit = abi.encodeCall(SmallLedger.credit, (points, others, firstEntry, entries));
        (bool expected, ) = address(_small).call(credit);
        assert(ok == expected);
    }

    /// @notice As `PointsIssuance` does it: ledger and registry, or neither.
    function post(bytes calldata records, uint256 firstEntry, uint256 entries) external {
        uint256 credited = _token.issuePoints(records);
        _registry.recordBatch(PARTNER, firstEntry, entries, credited, 0);
    }

    function _restore(uint256 points) private {
        bytes memory records = abi.encodePacked(WATCHED, uint48(points));
        (bool ok, ) = address(_token).call(abi.encodeCall(IPointsToken.restore, (records)));
        (bool expected, ) = address(_small).call(abi.encodeCall(SmallLedger.restore, (points)));
        assert(ok == expected);
    }

    function _debit(uint256 points) private {
        uint256 taken = _token.reversePoints(PARTNER, abi.encodePacked(WATCHED, uint48(points)));
        assert(taken == _small.debit(points));
    }

    function _spend(uint256 seed) private {
        uint256 points = seed % 3 == 0 ? _small.balance() : _pointsFrom(seed);
        uint256 nonce = seed % 7 == 0 ? 2 ** 20 : _token.lastNonce(WATCHED) + (seed % 3);
        (uint256 spent, bytes memory outcomes) = _token.spend(abi.encodePacked(WATCHED, uint48(points), uint24(nonce)));
        bool ok = outcomes.length == 0;
        assert(spent == (ok ? points : 0));
        (bool expected, ) = address(_small).call(abi.encodeCall(SmallLedger.spend, (points, nonce)));
        assert(ok == expected);
    }

    function _changeAllowance(uint256 seed) private {
        uint256 points = seed % 4 == 0 ? 2 ** 64 - 1 : _pointsFrom(seed);
        if (seed % 2 == 0) {
            (bool ok, ) = address(_registry).call(abi.encodeCall(_registry.raiseAllowance, (PARTNER, points)));
            (bool expected, ) = address(_small).call(abi.encodeCall(SmallLedger.raise, (points)));
            assert(ok == expected);
        } else {
            _registry.lowerAllowance(PARTNER, points);
            _small.lower(points);
        }
    }

    function _compare() private view {
        uint256 epoch = _token.currentEpoch();
        uint256[6] memory lots = [_small.a0(), _small.a1(), _small.a2(), _small.a3(), _small.a4(), _small.a5()];
        uint256[6] memory others = [_small.b0(), _small.b1(), _small.b2(), _small.b3(), _small.b4(), _small.b5()];
        uint256[6] memory supply = [_small.s0(), _small.s1(), _small.s2(), _small.s3(), _small.s4(), _small.s5()];
        uint256 sum = 0;
        for (uint256 i = 0; i < 6; ++i) {
            sum += supply[i];
            if (i > epoch) continue;
            assert(_token.balanceOfAtEpoch(epoch - i, WATCHED) == lots[i]);
            assert(_token.balanceOfAtEpoch(epoch - i, OTHER) == others[i]);
        }
        assert(_token.balanceOf(WATCHED) == _small.balance() && _token.totalSupply() == sum);
        assert(_token.lastNonce(WATCHED) == _small.nonce());
        assert(_registry.nextEntry(PARTNER) == _small.nextEntry());
        assert(_registry.partner(PARTNER).allowance == _small.allowance());
    }
}
