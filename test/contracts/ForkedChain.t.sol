// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PointsRedemption} from "../../contracts/PointsRedemption.sol";
import {IPartnerRegistry} from "../../contracts/interfaces/IPartnerRegistry.sol";
import {IPointsRedemption} from "../../contracts/interfaces/IPointsRedemption.sol";
import {IPointsToken} from "../../contracts/interfaces/IPointsToken.sol";
import {PartnerId} from "../../contracts/types/PartnerId.sol";

interface Vm {
    function warp(uint256 timestamp) external;
    function chainId(uint256 id) external;
    function sign(uint256 privateKey, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);
    function addr(uint256 privateKey) external pure returns (address);
}

/// @dev After a fork that took another chain id, redemption wants signatures for that chain and takes none for the
/// other. This contract is the ledger and the registry that the module asks; EIP-712 is written out once more.
contract ForkedChainTest {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    uint256 private constant MEMBER = 11;
    uint256 private constant TILL = 12;
    uint64 private constant NOW = 1_775_000_000;
    /// The ids before and after, and one that shares no bit with the first.
    uint256 private constant BEFORE = 0x5555;
    uint256 private constant AFTER = 0x5557;
    uint256 private constant APART = 0xaaaa;
    PartnerId private constant SHOP = PartnerId.wrap(7);
    bytes private constant ORDER_TYPE =
        "Redemption(uint32 partnerId,address member,uint256 points,bytes32 reward,uint256 nonce,uint64 deadline)";

    PointsRedemption private _redemption;
    uint256 private _taken;

    function setUp() external {
        VM.warp(NOW);
        VM.chainId(BEFORE);
        _redemption = new PointsRedemption(
            IPointsToken(address(this)),
            IPartnerRegistry(address(this)),
            IPointsRedemption(address(0))
        );
        _redemption.refreshKey(SHOP);
        // The day's first list: from the second on, a single order goes the short way.
        _post(BEFORE, BEFORE, 1);
        require(_taken == 1, "on the chain of the deployment");
    }

    /* WHAT THE MODULE ASKS */

    function takeOne(bytes32) external returns (IPointsToken.SpendOutcome) {
        ++_taken;
        return IPointsToken.SpendOutcome.Spent;
    }

    function moduleOf(IPointsToken.Module) external view returns (address) {
        return address(_redemption);
    }

    function bareRedemptionKey(PartnerId) external pure returns (address) {
        return VM.addr(TILL);
    }

    /* TESTS */

    function test_takesSignaturesForTheNewChain() external {
        for (uint256 i = 0; i < 2; ++i) {
            uint256 chain = [AFTER, APART][i];
            VM.chainId(chain);
            _post(chain, chain, 2 + i);
            require(_taken == 2 + i, "signed for this chain");
        }
    }

    function test_takesNoneOfTheMemberForTheOldOne() external {
        for (uint256 i = 0; i < 2; ++i) {
            VM.chainId([AFTER, APART][i]);
            _post(BEFORE, [AFTER, APART][i], 2);
            require(_taken == 1, "the member signed for the other chain");
        }
    }

    function test_takesNoneOfThePartnerForTheOldOne() external {
        for (uint256 i = 0; i < 2; ++i) {
            VM.chainId([AFTER, APART][i]);
            for (uint256 j = 0; j < 2; ++j) {
                uint256 memberChain = [BEFORE, AFTER, BEFORE, APART][2 * i + j];
                try this.post(memberChain, BEFORE, 2) {
                    revert("the partner signed for the other chain");
                } catch (bytes memory reason) {
                    bytes32 expected = keccak256(
                        abi.encodeWithSelector(IPointsRedemption.PartnerSignatureInvalid.selector, SHOP)
                    );
                    require(keccak256(reason) == expected, "and that is why");
                }
            }
        }
    }

    /* SIGNING */

    function post(uint256 memberChain, uint256 partnerChain, uint256 nonce) external {
        _post(memberChain, partnerChain, nonce);
    }

    function _post(uint256 memberChain, uint256 partnerChain, uint256 nonce) private {
        address member = VM.addr(MEMBER);
        bytes32 order = keccak256(
            abi.encode(keccak256(ORDER_TYPE), SHOP, member, 10, bytes32("coffee"), nonce, NOW + 1 days)
        );
        bytes32 listType = keccak256(bytes.concat("RedemptionList(uint32 partnerId,Redemption[] orders)", ORDER_TYPE));
        bytes32 list = keccak256(abi.encode(listType, SHOP, keccak256(abi.encode(order))));
        _redemption.redeem(
            SHOP,
            abi.encodePacked(member, uint48(10), uint24(nonce), NOW + 1 days, bytes32("coffee")),
            bytes.concat(_signed(MEMBER, memberChain, order), _signed(TILL, partnerChain, list))
        );
    }

    function _signed(uint256 key, uint256 chain, bytes32 structHash) private view returns (bytes memory) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Entente Redemption"),
                keccak256("1"),
                chain,
                address(_redemption)
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
        return abi.encodePacked(uint16(65), r, s, v);
    }
}
